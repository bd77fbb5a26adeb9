package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.RobotPort;

/** How far joints are from where they are sent; the robot's port passes through. One thread. */
final class JointTracking extends ForwardingRobotPort {
  private final double[] targets;
  private final double[] measured;
  private double square;
  private long count;

  JointTracking(RobotPort robot, int joints) {
    super(robot);
    targets = new double[joints];
    measured = new double[joints];
  }

  /** Forgets what was before. */
  void begin() {
    square = 0;
    count = 0;
  }

  /** Joints are here, rad, when a command has just been sent. */
  void at(double[] position) {
    for (int i = 0; i < targets.length; i++) {
      double off = targets[i] - position[i];
      square += off * off;
    }
    count += targets.length;
  }

  /** Where the controller last saw the joints, rad. */
  double[] measured() {
    return measured;
  }

  /** Root mean square over joints and time, rad. */
  double rmsRad() {
    return count == 0 ? 0 : Math.sqrt(square / count);
  }

  @Override
  public boolean take(JointState into) {
    boolean taken = super.take(into);
    if (taken) {
      System.arraycopy(into.position, 0, measured, 0, measured.length);
    }
    return taken;
  }

  @Override
  public void send(JointCommand command) {
    System.arraycopy(command.position, 0, targets, 0, targets.length);
    super.send(command);
  }
}
