package io.mbmpo.launch.doctor;

/** Directions in the trunk frame, unit vectors (x, y, z). */
final class Up {
  private Up() {}

  /** The world's up axis, seen by a trunk that is turned by a quaternion (x, y, z, w). */
  static double[] of(double[] q) {
    double norm2 = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
    return new double[] {
      2 * (q[0] * q[2] - q[3] * q[1]) / norm2,
      2 * (q[1] * q[2] + q[3] * q[0]) / norm2,
      1 - 2 * (q[0] * q[0] + q[1] * q[1]) / norm2
    };
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  /** Between two directions of any length, degrees; NaN where one is none. */
  static double degrees(double[] a, double[] b) {
    double cosine = dot(a, b) / (norm(a) * norm(b));
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
  }
}
