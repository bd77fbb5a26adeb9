package io.mbmpo.controller.port;

/** Measured joints in the config's joint order. Mutable, preallocated, copied by value. */
public final class JointState {
  public long stampNanos;

  /** rad. */
  public final double[] position;

  /** rad/s. */
  public final double[] velocity;

  /** N·m. */
  public final double[] effort;

  public JointState(int joints) {
    position = new double[joints];
    velocity = new double[joints];
    effort = new double[joints];
  }

  public void copyFrom(JointState other) {
    stampNanos = other.stampNanos;
    System.arraycopy(other.position, 0, position, 0, position.length);
    System.arraycopy(other.velocity, 0, velocity, 0, velocity.length);
    System.arraycopy(other.effort, 0, effort, 0, effort.length);
  }
}
