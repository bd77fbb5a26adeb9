package io.mbmpo.controller.port;

/**
 * What the controller sees of any robot. Every method may run on the control thread: none
 * allocates, blocks or throws. Stamps are in the clock whose time is passed to the controller's
 * tick.
 */
public interface RobotPort {
  /**
   * Copies the newest joint state; false (and nothing copied) when there is none since the last.
   */
  boolean take(JointState into);

  /** Copies the newest IMU sample; false when there is none since the last. */
  boolean take(ImuState into);

  /** Copies the newest odometry; false when there is none since the last. */
  boolean take(OdometryState into);

  /** Copies the newest operator input; false when there is none since the last. */
  boolean take(OperatorInput into);

  /** Hands the command to the robot; the caller keeps the object and may reuse it. */
  void send(JointCommand command);
}
