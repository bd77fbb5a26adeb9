package io.mbmpo.controller;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.SafetyChecks;
import io.mbmpo.controller.safety.SensorWatch;
import io.mbmpo.controller.sense.Operator;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Everything that the failsafe table is asked about, from sensors, operator, other threads and the
 * controller's own progress. Control thread only; allocates nothing.
 */
final class Conditions {
  private final ConditionFlags flags;
  private final SafetyChecks checks;
  private final SensorWatch watch;
  private final double dampingS;
  private long seenByOthers;

  Conditions(RobotConfig config, ConditionFlags flags) {
    this.flags = flags;
    checks = new SafetyChecks(config);
    watch = new SensorWatch(config.jointCount(), config.onboard().sensorChecks());
    dampingS = config.standUp().dampingS();
  }

  /** Bits of the conditions that hold now. Call once a tick. */
  long evaluate(
      Mode mode, double inModeS, Sensors sensors, Operator operator, Motion motion, long nowNanos) {
    seenByOthers = flags.bits();
    long bits = seenByOthers;
    bits |= checks.evaluate(sensors, nowNanos);
    bits |= watch.evaluate(sensors, motion.position());
    bits |= when(Condition.EMERGENCY_STOP, operator.emergencyStop());
    bits |= when(Condition.OPERATOR_LOST, operator.lost());
    bits |= when(Condition.LAID_DOWN, operator.laidDown());
    bits |= when(Condition.COMMAND_SATURATION, mode.active() && motion.saturated());
    boolean late =
        mode == Mode.STAND_UP && inModeS > motion.standUpS() + Controller.STAND_UP_GRACE_S;
    bits |= when(Condition.STAND_UP_FAILED, late && !standing(sensors));
    boolean folded = mode == Mode.RECOVER && inModeS >= motion.recoverS();
    return bits | when(Condition.RECOVERY_FAILED, folded && lying(sensors));
  }

  /** Those of them that other threads see. */
  long seenByOthers() {
    return seenByOthers;
  }

  /** Ticks come in time, as far as is counted. */
  boolean punctual() {
    return checks.punctual();
  }

  /** The last tick was at this time, ns. Before the first only. */
  void goOnAfter(long lastTickNanos) {
    checks.goOnAfter(lastTickNanos);
  }

  /** The robot begins to move from where it is. */
  void start(Sensors sensors) {
    watch.start(sensors);
  }

  /** The trunk is upright and at height. */
  boolean standing(Sensors sensors) {
    return !checks.tilted(sensors) && !checks.low(sensors);
  }

  /** The trunk is tilted too much to stand up from. */
  boolean lying(Sensors sensors) {
    return checks.lying(sensors);
  }

  /** A robot on its way down has arrived, or nothing more is to be waited for. */
  boolean down(Sensors sensors, double inModeS, long nowNanos) {
    return inModeS >= dampingS
        && (checks.still(sensors, nowNanos) || inModeS >= Controller.MAX_DESCENTS * dampingS);
  }

  private static long when(Condition condition, boolean holds) {
    return holds ? condition.bit() : 0;
  }
}
