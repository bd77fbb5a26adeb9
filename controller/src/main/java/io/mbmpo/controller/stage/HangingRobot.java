package io.mbmpo.controller.stage;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.RobotPort;

/**
 * A robot that hangs, seen as one that stands still: odometry made from legs means nothing in the
 * air, so what it gives is withheld, and the IMU's attitude takes its place. Control thread only;
 * allocates nothing.
 */
public final class HangingRobot extends ForwardingRobotPort {
  private final OdometryState odometry = new OdometryState();
  private boolean fresh;

  public HangingRobot(RobotPort robot) {
    super(robot);
  }

  @Override
  public boolean take(ImuState into) {
    if (!super.take(into)) {
      return false;
    }
    odometry.stampNanos = into.stampNanos;
    System.arraycopy(into.orientation, 0, odometry.orientation, 0, 4);
    System.arraycopy(into.angularVelocity, 0, odometry.angularVelocity, 0, 3);
    // Of a point 1 m in front, turning with the trunk: odometry that never changes would be stuck.
    odometry.linearVelocity[1] = into.angularVelocity[2];
    odometry.linearVelocity[2] = -into.angularVelocity[1];
    fresh = true;
    return true;
  }

  @Override
  public boolean take(OdometryState into) {
    if (!fresh) {
      return false;
    }
    fresh = false;
    into.copyFrom(odometry);
    return true;
  }
}
