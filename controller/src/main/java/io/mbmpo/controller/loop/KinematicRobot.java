package io.mbmpo.controller.loop;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.function.LongSupplier;

/**
 * A robot of arithmetic alone, for running the tick where physics would be in the way: joints
 * follow their targets with a lag, the trunk rises as they come near the stance and sways a little.
 * It moves when its joints are read, by one control period. Control thread only; allocates nothing.
 */
public final class KinematicRobot implements RobotPort {
  private static final double LAG_S = 0.02;
  private static final double LYING_M = 0.05;
  private static final double SWAY_RAD = 0.05;
  private static final double SWAY_RAD_S = 6;

  private final JointConfig[] joints;
  private final long periodNanos;
  private final double keep;
  private final double standingM;
  private final double[] q;
  private final JointCommand command;
  private final LongSupplier clock;

  /**
   * @param clock stamps the readings, ns
   */
  public KinematicRobot(RobotConfig config, LongSupplier clock) {
    joints = config.joints().toArray(new JointConfig[0]);
    periodNanos = config.control().tickPeriodNanos();
    keep = Math.exp(-1e-9 * periodNanos / LAG_S);
    standingM = 2 * config.task().terminationHeightM();
    q = config.joints().stream().mapToDouble(JointConfig::crouchRad).toArray();
    command = new JointCommand(joints.length);
    this.clock = clock;
  }

  @Override
  public boolean take(JointState into) {
    double dt = 1e-9 * periodNanos;
    for (int i = 0; i < q.length; i++) {
      double target = command.kp[i] == 0 ? joints[i].crouchRad() : command.position[i];
      double next = target + keep * (q[i] - target);
      into.velocity[i] = (next - q[i]) / dt;
      into.effort[i] = 0;
      into.position[i] = next;
      q[i] = next;
    }
    into.stampNanos = clock.getAsLong();
    return true;
  }

  @Override
  public boolean take(ImuState into) {
    long nowNanos = clock.getAsLong();
    double roll = SWAY_RAD * Math.sin(SWAY_RAD_S * 1e-9 * nowNanos);
    orient(into.orientation, roll);
    into.angularVelocity[0] = SWAY_RAD * SWAY_RAD_S * Math.cos(SWAY_RAD_S * 1e-9 * nowNanos);
    into.linearAcceleration[2] = 9.81;
    into.stampNanos = nowNanos;
    return true;
  }

  @Override
  public boolean take(OdometryState into) {
    long nowNanos = clock.getAsLong();
    double way = 0;
    double wayLeft = 0;
    for (int i = 0; i < q.length; i++) {
      way += Math.abs(joints[i].stanceRad() - joints[i].crouchRad());
      wayLeft += Math.abs(joints[i].stanceRad() - q[i]);
    }
    into.position[2] = LYING_M + standingM * Math.max(0, 1 - wayLeft / way);
    into.linearVelocity[0] = 0.1 * Math.sin(1e-9 * nowNanos);
    orient(into.orientation, SWAY_RAD * Math.sin(SWAY_RAD_S * 1e-9 * nowNanos));
    into.stampNanos = nowNanos;
    return true;
  }

  @Override
  public boolean take(OperatorInput into) {
    return false;
  }

  @Override
  public void send(JointCommand sent) {
    command.copyFrom(sent);
  }

  private static void orient(double[] q, double roll) {
    q[0] = Math.sin(roll / 2);
    q[3] = Math.cos(roll / 2);
  }
}
