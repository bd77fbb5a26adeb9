package io.mbmpo.controller;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.RecoverConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * What the joints are told in each mode: the moves between ground and stance, the policy's targets,
 * damped, or limp. Control thread only; allocates nothing.
 */
final class Motion {
  private final StandUp standUp;
  private final MotorCommand motors;
  private final RecoverConfig recover;
  private final double lowerStep;
  private final double[] targets;
  private double lowering;

  Motion(RobotConfig config) {
    standUp = new StandUp(config);
    motors = new MotorCommand(config);
    recover = config.onboard().recover();
    lowerStep = 1 / (config.standUp().riseS() * config.control().tickRateHz());
    targets = new double[config.jointCount()];
  }

  /** Time from lying to standing, s. */
  double standUpS() {
    return standUp.durationS();
  }

  /** Time to damp, fold the legs and come to rest, s. */
  double recoverS() {
    return 2 * recover.restS() + recover.foldS();
  }

  /** The way up begins where the joints are, rad. */
  void riseFrom(double[] measured) {
    lowering = 0;
    motors.startFrom(measured);
    standUp.startFrom(measured);
  }

  /** The robot has come to its stance. */
  void stands() {
    standUp.startAtStance();
  }

  /** The way back to the stance begins where the joints were sent last. */
  void standAgain() {
    lowering = 0;
    standUp.startFrom(motors.position());
  }

  /**
   * One tick of lowering or raising a standing robot, as slowly as it stands up.
   *
   * @param wanted from 0, the stance, to 1, as low as it goes
   */
  void lower(double wanted) {
    lowering += Math.max(-lowerStep, Math.min(lowerStep, wanted - lowering));
  }

  /** A standing robot is at its full height. */
  boolean tall() {
    return lowering == 0;
  }

  /** Where the joints were sent last, rad; the live array. */
  double[] position() {
    return motors.position();
  }

  /** Whether the limits held back what was last wanted. */
  boolean saturated() {
    return motors.saturated();
  }

  /**
   * This tick's command; the object is reused.
   *
   * @param inModeS time since the mode was entered, s
   * @param measured joint positions, rad
   * @param policy the policy's targets, rad
   */
  JointCommand command(
      Mode mode, double inModeS, double[] measured, double[] policy, long nowNanos) {
    return switch (mode) {
      case RECOVER -> recover(inModeS - recover.restS(), measured, nowNanos);
      case STAND_UP -> {
        standUp.rise(inModeS, targets);
        yield motors.hold(targets, nowNanos);
      }
      case STAND -> {
        standUp.stand(inModeS, lowering, targets);
        yield motors.hold(targets, nowNanos);
      }
      case RUN -> motors.hold(policy, nowNanos);
      case DAMPING -> motors.damp(measured, nowNanos);
      case OFF, ESTOP -> motors.limp(measured, nowNanos);
    };
  }

  private JointCommand recover(double foldingS, double[] measured, long nowNanos) {
    if (foldingS < 0) {
      riseFrom(measured);
      return motors.damp(measured, nowNanos);
    }
    standUp.fold(foldingS, targets);
    return motors.hold(targets, nowNanos);
  }
}
