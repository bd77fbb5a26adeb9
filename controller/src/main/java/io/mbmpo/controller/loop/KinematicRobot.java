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
 * It moves when its joints are read, by one control period. It takes no sines in operation: what is
 * measured is the tick, not this. Control thread only; allocates nothing.
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
  private final double stepSin;
  private final double stepCos;
  private double swaySin;
  private double swayCos = 1;

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
    stepSin = Math.sin(SWAY_RAD_S * 1e-9 * periodNanos);
    stepCos = Math.cos(SWAY_RAD_S * 1e-9 * periodNanos);
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
    sway();
    return true;
  }

  /** Turns the phase of the sway on by one period. */
  private void sway() {
    double sin = swaySin * stepCos + swayCos * stepSin;
    double cos = swayCos * stepCos - swaySin * stepSin;
    double shorten = 1.5 - 0.5 * (sin * sin + cos * cos); // stays on the circle
    swaySin = sin * shorten;
    swayCos = cos * shorten;
  }

  @Override
  public boolean take(ImuState into) {
    orient(into.orientation, SWAY_RAD * swaySin);
    into.angularVelocity[0] = SWAY_RAD * SWAY_RAD_S * swayCos;
    into.linearAcceleration[2] = 9.81;
    into.stampNanos = clock.getAsLong();
    return true;
  }

  @Override
  public boolean take(OdometryState into) {
    double way = 0;
    double wayLeft = 0;
    for (int i = 0; i < q.length; i++) {
      way += Math.abs(joints[i].stanceRad() - joints[i].crouchRad());
      wayLeft += Math.abs(joints[i].stanceRad() - q[i]);
    }
    into.position[2] = LYING_M + standingM * Math.max(0, 1 - wayLeft / way);
    into.linearVelocity[0] = 0.1 * swaySin;
    orient(into.orientation, SWAY_RAD * swaySin);
    into.stampNanos = clock.getAsLong();
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

  /** Rolls are small: half of one is its half's sine but for a part in ten thousand. */
  private static void orient(double[] q, double roll) {
    q[0] = roll / 2;
    q[3] = Math.sqrt(1 - q[0] * q[0]);
  }
}
