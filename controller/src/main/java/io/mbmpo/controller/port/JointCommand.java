package io.mbmpo.controller.port;

/**
 * What the joints are to do, in the config's joint order: torque = kp·(position − q) + kd·(velocity
 * − q̇) + effort, limited by the drive. All gains 0 and effort 0 means limp. Mutable, preallocated,
 * copied by value.
 */
public final class JointCommand {
  public long stampNanos;

  /** rad. */
  public final double[] position;

  /** rad/s. */
  public final double[] velocity;

  /** Feed-forward torque, N·m. */
  public final double[] effort;

  /** N·m/rad. */
  public final double[] kp;

  /** N·m·s/rad. */
  public final double[] kd;

  public JointCommand(int joints) {
    position = new double[joints];
    velocity = new double[joints];
    effort = new double[joints];
    kp = new double[joints];
    kd = new double[joints];
  }

  public void copyFrom(JointCommand other) {
    stampNanos = other.stampNanos;
    System.arraycopy(other.position, 0, position, 0, position.length);
    System.arraycopy(other.velocity, 0, velocity, 0, velocity.length);
    System.arraycopy(other.effort, 0, effort, 0, effort.length);
    System.arraycopy(other.kp, 0, kp, 0, kp.length);
    System.arraycopy(other.kd, 0, kd, 0, kd.length);
  }
}
