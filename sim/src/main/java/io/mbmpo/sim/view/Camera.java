package io.mbmpo.sim.view;

/**
 * A perspective camera that looks at a point from the robot's right, a little from the front and
 * above. World frame: x forward, y left, z up, m.
 */
final class Camera {
  private final int width;
  private final int height;
  private final double[] eye = new double[3];
  private final double[] right = new double[3];
  private final double[] up = new double[3];
  private final double[] forward = new double[3];
  private final double focal;

  /**
   * @param target what is in the middle of the picture
   * @param distance of the eye from it, m
   */
  Camera(int width, int height, double[] target, double distance) {
    this.width = width;
    this.height = height;
    this.focal = 1.5 * height;
    double[] from = {0.45, -0.83, 0.32};
    double length = Math.sqrt(dot(from, from));
    for (int i = 0; i < 3; i++) {
      eye[i] = target[i] + distance * from[i] / length;
      forward[i] = -from[i] / length;
    }
    double flat = Math.hypot(forward[0], forward[1]);
    right[0] = forward[1] / flat;
    right[1] = -forward[0] / flat;
    up[0] = right[1] * forward[2] - right[2] * forward[1];
    up[1] = right[2] * forward[0] - right[0] * forward[2];
    up[2] = right[0] * forward[1] - right[1] * forward[0];
  }

  /** Distance along the view, m; points at 0 or less are behind the eye. */
  double depth(double[] p) {
    return forward[0] * (p[0] - eye[0])
        + forward[1] * (p[1] - eye[1])
        + forward[2] * (p[2] - eye[2]);
  }

  /** Pixel column, not rounded. */
  double x(double[] p) {
    return 0.5 * width + focal * along(right, p) / depth(p);
  }

  /** Pixel row from the top, not rounded. */
  double y(double[] p) {
    return 0.5 * height - focal * along(up, p) / depth(p);
  }

  /** Pixels that one metre spans at this point. */
  double pixelsPerMetre(double[] p) {
    return focal / depth(p);
  }

  /** Row of the horizon. */
  double horizon() {
    double slope = -forward[2] / Math.hypot(forward[0], forward[1]);
    return 0.5 * height - focal * slope;
  }

  /** Whether a surface at {@code p} with this outward normal faces the eye. */
  boolean sees(double[] p, double[] normal) {
    return (eye[0] - p[0]) * normal[0] + (eye[1] - p[1]) * normal[1] + (eye[2] - p[2]) * normal[2]
        > 0;
  }

  private double along(double[] axis, double[] p) {
    return axis[0] * (p[0] - eye[0]) + axis[1] * (p[1] - eye[1]) + axis[2] * (p[2] - eye[2]);
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
