package io.mbmpo.controller.stage;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;

/**
 * The last gate before the robot in a stage: whatever the controller commands, joint targets move
 * no faster than the stage allows and stay off the limits; gains come up from zero and stay below
 * their share; and stiffness gives way where it would ask for more torque than the stage allows.
 *
 * <p>A robot that takes positions has gains of its own: there the target comes up from the measured
 * position instead, and stays so near to it that the gains of {@code robot.yaml} would ask for no
 * more than that torque.
 *
 * <p>Control thread only; allocates nothing.
 */
final class CommandReduction {
  private final boolean positions;
  private final double gainShare;
  private final double rampNanos;
  private final long tickNanos;
  private final double stepRad;
  private final double[] hardLower;
  private final double[] hardUpper;
  private final double[] lower;
  private final double[] upper;
  private final double[] lowest;
  private final double[] highest;
  private final double[] effortNm;
  private final double[] stiffness;
  private final double[] damping;
  private final double[] last;
  private boolean holding;
  private boolean letGo;
  private long sinceNanos;

  /**
   * @param robot as the controller knows it in the stage: its rate and effort limits are the
   *     stage's
   */
  CommandReduction(RobotConfig robot, StageLimits limits) {
    int n = robot.jointCount();
    positions = robot.ros2().command() == Ros2Config.Command.POSITION;
    gainShare = limits.gainShare();
    rampNanos = limits.rampS() * 1e9;
    tickNanos = robot.control().tickPeriodNanos();
    stepRad = robot.control().targetRateRadS() / robot.control().tickRateHz();
    hardLower = robot.joints().stream().mapToDouble(JointConfig::lowerRad).toArray();
    hardUpper = robot.joints().stream().mapToDouble(JointConfig::upperRad).toArray();
    lower = new double[n];
    upper = new double[n];
    lowest = new double[n];
    highest = new double[n];
    effortNm = new double[n];
    stiffness = new double[n];
    damping = new double[n];
    last = new double[n];
    for (int i = 0; i < n; i++) {
      JointConfig joint = robot.joints().get(i);
      double least = Math.min(joint.crouchRad(), joint.stanceRad());
      double most = Math.max(joint.crouchRad(), joint.stanceRad());
      lower[i] = Math.min(joint.lowerRad() + limits.marginRad(), least);
      upper[i] = Math.max(joint.upperRad() - limits.marginRad(), most);
      effortNm[i] = joint.effortLimitNm();
      stiffness[i] = joint.kpNmRad();
      damping[i] = joint.dampingNmsRad();
    }
  }

  /** From now on the joints are held no more: damped, or limp where damping is 0. */
  void letGo() {
    letGo = true;
  }

  /** Where the joints are to be, rad, however far they are from it; the live array. */
  double[] targets() {
    return last;
  }

  /**
   * One tick.
   *
   * @param measured joint positions, rad
   * @param offset added to the targets, rad
   * @param into the smaller command
   */
  void reduce(JointCommand command, double[] measured, double[] offset, JointCommand into) {
    into.copyFrom(command);
    boolean holds = false;
    for (double kp : command.kp) {
      holds |= kp > 0;
    }
    if (!holds || letGo) {
      holding = false;
      System.arraycopy(measured, 0, last, 0, last.length);
      for (int i = 0; holds && i < measured.length; i++) {
        into.position[i] = measured[i];
        into.kp[i] = 0;
        into.kd[i] = damping[i];
      }
      return;
    }
    if (!holding) {
      takeHold(command.stampNanos, measured);
    }
    double ramp = Math.max(0, Math.min(1, (command.stampNanos - sinceNanos) / rampNanos));
    for (int i = 0; i < last.length; i++) {
      double wanted = clamp(command.position[i] + offset[i], lower[i], upper[i], last[i]);
      last[i] += Math.max(-stepRad, Math.min(stepRad, wanted - last[i]));
      if (positions) {
        position(i, ramp, measured[i], into);
      } else {
        impedance(i, ramp * gainShare, measured[i], into);
      }
    }
  }

  /**
   * From where the joints are, without a jump: one at its stop comes off it at the stage's rate.
   */
  private void takeHold(long nowNanos, double[] measured) {
    holding = true;
    sinceNanos = nowNanos - tickNanos;
    for (int i = 0; i < last.length; i++) {
      last[i] = clamp(measured[i], hardLower[i], hardUpper[i], last[i]);
      lowest[i] = Math.min(lower[i], last[i]);
      highest[i] = Math.max(upper[i], last[i]);
    }
  }

  private void impedance(int i, double share, double measured, JointCommand into) {
    double way = Math.abs(last[i] - measured);
    double kp = share * into.kp[i];
    into.position[i] = last[i];
    into.kp[i] = kp * way > effortNm[i] ? effortNm[i] / way : kp;
    into.kd[i] *= share;
  }

  private void position(int i, double ramp, double measured, JointCommand into) {
    double farthest = effortNm[i] / stiffness[i];
    double way = Math.max(-farthest, Math.min(farthest, ramp * (last[i] - measured)));
    into.position[i] = clamp(measured + way, lowest[i], highest[i], last[i]);
  }

  private static double clamp(double value, double least, double most, double otherwise) {
    double inside = Math.max(least, Math.min(most, value));
    return Double.isFinite(inside) ? inside : otherwise;
  }
}
