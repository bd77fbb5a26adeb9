package io.mbmpo.controller.stage;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.stage.StageScript.Phase;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Locale;

/** How a stage came to its end, in words. */
final class StageEnd {
  private static final String NAME = "to the end";

  private final StageScript script;
  private final RobotConfig robot;
  private final String doing;
  private final boolean dry;

  /**
   * @param doing what was tried last
   */
  StageEnd(StageScript script, RobotConfig robot, String doing, boolean dry) {
    this.doing = doing;
    this.script = script;
    this.robot = robot;
    this.dry = dry;
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
          default -> cause.meaning() + " (./mbmpo failsafe)";
        };
    return new Check(NAME, false, cause.title() + " " + when(), remedy);
  }

  private String when() {
    Phase phase = script.failedIn();
    return "while " + (phase == Phase.TRYING ? doing : word(phase));
  }

  private static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
