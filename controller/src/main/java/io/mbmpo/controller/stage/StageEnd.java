package io.mbmpo.controller.stage;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.stage.StageScript.Phase;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Locale;

/** How a stage came to its end, in words. */
final class StageEnd {
  private static final String NAME = "to the end";

  /** A control thread that was away for so long is behind what seems late, ns. */
  private static final long LONG_AWAY_NANOS = 20_000_000;

  private final StageScript script;
  private final RobotConfig robot;
  private final String doing;
  private final boolean dry;
  private final long awayNanos;

  /**
   * @param doing what was tried last
   * @param awayNanos longest time between two ticks
   */
  StageEnd(StageScript script, RobotConfig robot, String doing, boolean dry, long awayNanos) {
    this.doing = doing;
    this.script = script;
    this.robot = robot;
    this.dry = dry;
    this.awayNanos = awayNanos;
  }

  Check check() {
    boolean mustFail = dry && script.cause() == Condition.STAND_UP_FAILED;
    if (mustFail) {
      return new Check(NAME, true, "up to standing up, which nothing does in a dry run", "");
    }
    return switch (script.failure()) {
      case NONE -> new Check(NAME, true, "in order", "");
      case RUNAWAY ->
          new Check(
              NAME,
              false,
              robot.joints().get(script.runawayJoint()).name()
                  + " ran away from its target "
                  + when()
                  + "; all joints were let go",
              "its sign or swapped joints: the feedback drives it; or something holds it");
      case FELL -> new Check(NAME, false, "stopped, or fell, " + when(), "");
      case FAILSAFE -> failsafe(script.cause());
    };
  }

  private Check failsafe(Condition cause) {
    if (cause == null) {
      return new Check(NAME, false, "stopped " + when(), "");
    }
    String remedy =
        switch (cause) {
          case OPERATOR_LOST -> "the deadman button is held from beginning to end";
          case EMERGENCY_STOP -> "release it and clear, then begin again";
          case LAID_DOWN -> "the operator laid the robot down";
          case JOINT_STATE_STALE, IMU_STALE, ODOMETRY_STALE, TICK_OVERRUN -> late(cause);
          default -> cause.meaning() + " (./mbmpo failsafe)";
        };
    return new Check(NAME, false, cause.title() + " " + when(), remedy);
  }

  /** Tells a machine that stood still from a sensor that did. */
  private String late(Condition cause) {
    return awayNanos > LONG_AWAY_NANOS
        ? Posture.text(
            "this machine itself stood still for %.0f ms: close what keeps it busy, give it"
                + " real-time rights, and run the stage again",
            1e-6 * awayNanos)
        : cause.meaning() + "; this machine was on time, so look at the robot and the network";
  }

  private String when() {
    Phase phase = script.failedIn();
    return "while " + (phase == Phase.TRYING ? doing : word(phase));
  }

  private static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
