package io.mbmpo.controller.port;

/**
 * A robot seen through something: what passes through unchanged. Who changes some of it overrides
 * those methods alone.
 */
public abstract class ForwardingRobotPort implements RobotPort {
  private final RobotPort robot;

  /**
   * @param robot what is behind
   */
  protected ForwardingRobotPort(RobotPort robot) {
    this.robot = robot;
  }

  @Override
  public boolean take(JointState into) {
    return robot.take(into);
  }

  @Override
  public boolean take(ImuState into) {
    return robot.take(into);
  }

  @Override
  public boolean take(OdometryState into) {
    return robot.take(into);
  }

  @Override
  public boolean take(OperatorInput into) {
    return robot.take(into);
  }

  @Override
  public void send(JointCommand command) {
    robot.send(command);
  }
}
