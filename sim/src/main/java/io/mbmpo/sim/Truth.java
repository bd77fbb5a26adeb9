package io.mbmpo.sim;

/**
 * What really happens, without noise or delay: for evaluation and pictures, never for control.
 * World frame: x, y horizontal, z up from the ground. Mutable, preallocated, copied by value.
 */
public final class Truth {
  /** Simulated time, ns. */
  public long stampNanos;

  /** Trunk origin in the world, m; z is the height above the ground. */
  public final double[] position = new double[3];

  /** Trunk in the world, unit quaternion (x, y, z, w). */
  public final double[] orientation = {0, 0, 0, 1};

  /** Of the trunk origin, m/s, world frame. */
  public final double[] linearVelocity = new double[3];

  /** rad/s, trunk frame. */
  public final double[] angularVelocity = new double[3];

  /** rad, in the config's joint order. */
  public final double[] jointPosition;

  /** rad/s. */
  public final double[] jointVelocity;

  /** What the drives gave, N·m. */
  public final double[] jointTorque;

  /** Upward force of the ground on each foot, N; legs in the order of the model. */
  public final double[] footForceN;

  /** Upward force of the ground on the whole robot, N. */
  public double groundForceN;

  /** Whether the trunk touches the ground. */
  public boolean trunkTouches;

  /** Origin of each body's frame in the world, m; bodies as in {@link BodyTree}. */
  public final double[][] bodyPosition;

  /** Each body's frame in the world, unit quaternion (x, y, z, w). */
  public final double[][] bodyOrientation;

  Truth(int joints, int bodies, int feet) {
    jointPosition = new double[joints];
    jointVelocity = new double[joints];
    jointTorque = new double[joints];
    footForceN = new double[feet];
    bodyPosition = new double[bodies][3];
    bodyOrientation = new double[bodies][4];
  }

  /** An empty one of the right size for this robot. */
  public static Truth of(BodyTree tree) {
    return new Truth(tree.bodies().size() - 1, tree.bodies().size(), tree.feet().size());
  }

  /** Whether foot {@code i} touches the ground. */
  public boolean footTouches(int i) {
    return footForceN[i] > 0;
  }

  /** Angle between the trunk's up axis and the vertical, rad. */
  public double tiltRad() {
    double x = orientation[0];
    double y = orientation[1];
    return Math.acos(Math.max(-1, Math.min(1, 1 - 2 * (x * x + y * y))));
  }

  /** Velocity of the trunk origin in the trunk's own frame, m/s. */
  public void trunkVelocity(double[] into) {
    Sensors.rotateBack(orientation, linearVelocity, into);
  }

  /** Angle about the vertical between the world's x axis and the trunk's, rad. */
  public double headingRad() {
    double[] q = orientation;
    return Math.atan2(2 * (q[3] * q[2] + q[0] * q[1]), 1 - 2 * (q[1] * q[1] + q[2] * q[2]));
  }

  public void copyFrom(Truth other) {
    stampNanos = other.stampNanos;
    groundForceN = other.groundForceN;
    trunkTouches = other.trunkTouches;
    copy(other.position, position);
    copy(other.orientation, orientation);
    copy(other.linearVelocity, linearVelocity);
    copy(other.angularVelocity, angularVelocity);
    copy(other.jointPosition, jointPosition);
    copy(other.jointVelocity, jointVelocity);
    copy(other.jointTorque, jointTorque);
    copy(other.footForceN, footForceN);
    for (int i = 0; i < bodyPosition.length; i++) {
      copy(other.bodyPosition[i], bodyPosition[i]);
      copy(other.bodyOrientation[i], bodyOrientation[i]);
    }
  }

  private static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
