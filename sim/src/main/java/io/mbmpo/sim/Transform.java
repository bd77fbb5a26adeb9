package io.mbmpo.sim;

import io.mbmpo.robotconfigs.KinematicTree.Pose;

/**
 * Where one frame sits in another: p = R·p′ + t. Immutable. Angles go through {@link StrictMath},
 * so that a start pose is the same bit for bit on every machine.
 *
 * @param r R row by row: r[3·row + column]
 * @param x t, m
 * @param y t, m
 * @param z t, m
 */
public record Transform(double[] r, double x, double y, double z) {
  static final Transform IDENTITY =
      new Transform(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0, 0, 0);

  /** A URDF origin: fixed-axis roll, pitch, yaw. */
  public static Transform of(Pose pose) {
    double cr = StrictMath.cos(pose.roll());
    double sr = StrictMath.sin(pose.roll());
    double cp = StrictMath.cos(pose.pitch());
    double sp = StrictMath.sin(pose.pitch());
    double cy = StrictMath.cos(pose.yaw());
    double sy = StrictMath.sin(pose.yaw());
    return new Transform(
        new double[] {
          cy * cp,
          cy * sp * sr - sy * cr,
          cy * sp * cr + sy * sr,
          sy * cp,
          sy * sp * sr + cy * cr,
          sy * sp * cr - cy * sr,
          -sp,
          cp * sr,
          cp * cr
        },
        pose.x(),
        pose.y(),
        pose.z());
  }

  /** Turn by {@code angleRad} about a unit axis through the origin. */
  public static Transform rotation(double ax, double ay, double az, double angleRad) {
    double c = StrictMath.cos(angleRad);
    double s = StrictMath.sin(angleRad);
    double v = 1 - c;
    return new Transform(
        new double[] {
          c + ax * ax * v,
          ax * ay * v - az * s,
          ax * az * v + ay * s,
          ay * ax * v + az * s,
          c + ay * ay * v,
          ay * az * v - ax * s,
          az * ax * v - ay * s,
          az * ay * v + ax * s,
          c + az * az * v
        },
        0,
        0,
        0);
  }

  /** From a unit quaternion (x, y, z, w) and a position, m. */
  public static Transform of(double[] quaternion, double[] position) {
    double qx = quaternion[0];
    double qy = quaternion[1];
    double qz = quaternion[2];
    double qw = quaternion[3];
    return new Transform(
        new double[] {
          1 - 2 * (qy * qy + qz * qz),
          2 * (qx * qy - qz * qw),
          2 * (qx * qz + qy * qw),
          2 * (qx * qy + qz * qw),
          1 - 2 * (qx * qx + qz * qz),
          2 * (qy * qz - qx * qw),
          2 * (qx * qz - qy * qw),
          2 * (qy * qz + qx * qw),
          1 - 2 * (qx * qx + qy * qy)
        },
        position[0],
        position[1],
        position[2]);
  }

  /** This frame's child {@code b}, seen from this frame's parent. */
  public Transform then(Transform b) {
    double[] m = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        m[3 * i + j] = r[3 * i] * b.r[j] + r[3 * i + 1] * b.r[3 + j] + r[3 * i + 2] * b.r[6 + j];
      }
    }
    double[] t = apply(b.x, b.y, b.z);
    return new Transform(m, t[0], t[1], t[2]);
  }

  Transform moved(double dx, double dy, double dz) {
    return new Transform(r, x + dx, y + dy, z + dz);
  }

  /** A point of this frame, seen from the parent. */
  public double[] apply(double px, double py, double pz) {
    double[] v = rotate(px, py, pz);
    v[0] += x;
    v[1] += y;
    v[2] += z;
    return v;
  }

  /** A direction of this frame, seen from the parent. */
  public double[] rotate(double px, double py, double pz) {
    return new double[] {
      r[0] * px + r[1] * py + r[2] * pz,
      r[3] * px + r[4] * py + r[5] * pz,
      r[6] * px + r[7] * py + r[8] * pz
    };
  }

  /** R·I·Rᵀ of a 3×3 tensor. */
  double[] rotateTensor(double[] tensor) {
    double[] left = new double[9];
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          left[3 * i + j] += r[3 * i + k] * tensor[3 * k + j];
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          out[3 * i + j] += left[3 * i + k] * r[3 * j + k];
        }
      }
    }
    return out;
  }
}
