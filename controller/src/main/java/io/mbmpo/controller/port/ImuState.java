package io.mbmpo.controller.port;

/**
 * An IMU sample as REP-145 has it, trunk frame of REP-103. Mutable, preallocated, copied by value.
 */
public final class ImuState {
  public long stampNanos;

  /** Orientation of the trunk in an east-north-up world, unit quaternion (x, y, z, w). */
  public final double[] orientation = {0, 0, 0, 1};

  /** rad/s, trunk frame. */
  public final double[] angularVelocity = new double[3];

  /** Specific force, m/s², trunk frame; (0, 0, +9.81) at rest. */
  public final double[] linearAcceleration = new double[3];

  public void copyFrom(ImuState other) {
    stampNanos = other.stampNanos;
    System.arraycopy(other.orientation, 0, orientation, 0, 4);
    System.arraycopy(other.angularVelocity, 0, angularVelocity, 0, 3);
    System.arraycopy(other.linearAcceleration, 0, linearAcceleration, 0, 3);
  }
}
