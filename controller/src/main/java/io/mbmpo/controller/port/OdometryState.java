package io.mbmpo.controller.port;

/** Odometry as nav_msgs/Odometry has it. Mutable, preallocated, copied by value. */
public final class OdometryState {
  public long stampNanos;

  /** Trunk origin in the odom frame, m; z is the height above the ground. */
  public final double[] position = new double[3];

  /** Orientation of the trunk in the odom frame, unit quaternion (x, y, z, w). */
  public final double[] orientation = {0, 0, 0, 1};

  /** m/s, trunk frame. */
  public final double[] linearVelocity = new double[3];

  /** rad/s, trunk frame. */
  public final double[] angularVelocity = new double[3];

  public void copyFrom(OdometryState other) {
    stampNanos = other.stampNanos;
    System.arraycopy(other.position, 0, position, 0, 3);
    System.arraycopy(other.orientation, 0, orientation, 0, 4);
    System.arraycopy(other.linearVelocity, 0, linearVelocity, 0, 3);
    System.arraycopy(other.angularVelocity, 0, angularVelocity, 0, 3);
  }
}
