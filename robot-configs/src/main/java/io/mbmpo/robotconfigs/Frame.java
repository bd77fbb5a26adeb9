package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Pose;
import java.util.List;

/** Where a link is: rotation and translation (m) from its frame to the trunk's. Immutable. */
public final class Frame {
  static final Frame TRUNK = new Frame(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);

  /** Row-major 3×3. */
  private final double[] rotation;

  private final double[] translation;

  private Frame(double[] rotation, double[] translation) {
    this.rotation = rotation;
    this.translation = translation;
  }

  /** Fixed-axis roll, pitch, yaw: R = R_z(yaw) R_y(pitch) R_x(roll). */
  static Frame of(Pose pose) {
    Frame roll = rotation(List.of(1.0, 0.0, 0.0), pose.roll());
    Frame pitch = rotation(List.of(0.0, 1.0, 0.0), pose.pitch());
    Frame yaw = rotation(List.of(0.0, 0.0, 1.0), pose.yaw());
    double[] r = yaw.then(pitch).then(roll).rotation;
    return new Frame(r, new double[] {pose.x(), pose.y(), pose.z()});
  }

  /** Rotation by an angle (rad) about a unit axis: Rodrigues' formula. */
  static Frame rotation(List<Double> axis, double angle) {
    double x = axis.get(0);
    double y = axis.get(1);
    double z = axis.get(2);
    double s = Math.sin(angle);
    double c = Math.cos(angle);
    double v = 1 - c;
    return new Frame(
        new double[] {
          c + x * x * v,
          x * y * v - z * s,
          x * z * v + y * s,
          y * x * v + z * s,
          c + y * y * v,
          y * z * v - x * s,
          z * x * v - y * s,
          z * y * v + x * s,
          c + z * z * v
        },
        new double[3]);
  }

  /** A point of this frame in the trunk frame, m. */
  public double[] toTrunk(double x, double y, double z) {
    double[] p = new double[3];
    for (int i = 0; i < 3; i++) {
      p[i] =
          rotation[3 * i] * x + rotation[3 * i + 1] * y + rotation[3 * i + 2] * z + translation[i];
    }
    return p;
  }

  /** Element of the rotation from this frame to the trunk's, row and column from 0. */
  public double rotation(int row, int column) {
    return rotation[3 * row + column];
  }

  /** The frame that {@code inner}, given in this frame, is in the trunk frame. */
  Frame then(Frame inner) {
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          r[3 * i + j] += rotation[3 * i + k] * inner.rotation[3 * k + j];
        }
      }
    }
    double[] t = inner.translation;
    return new Frame(r, toTrunk(t[0], t[1], t[2]));
  }
}
