package io.mbmpo.controller.stage;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * A stage from beginning to end: waits for the operator, lets the controller stand the robot up,
 * tries, lowers it, lays it down. Anything unexpected on the way fails the stage and lays the robot
 * down; how, is the failsafe table's matter. Moves nothing itself. {@link #tick} belongs to the
 * control thread and allocates nothing; the rest to any.
 */
final class StageScript {
  /** How far a stage has come. */
  enum Phase {
    WAITING,
    RISING,
    TRYING,
    LOWERING,
    COMING_DOWN,
    OVER
  }

  /** After the robot has settled, s. */
  private static final double CALM_S = 0.5;

  /** What can end a stage that is no condition of the failsafe table. */
  enum Failure {
    NONE,
    FAILSAFE,
    RUNAWAY,
    FELL
  }

  private final Trial trial;
  private final StagePilot pilot;
  private final CommandReduction reduction;
  private final boolean lowers;
  private final boolean dry;
  private final double runawayRad;
  private final double maxStartTiltRad;
  private final double settleNanos;
  private final double lowerNanos;
  private final double downNanos;
  private Controller controller;

  // Control thread only.
  private Mode mode = Mode.OFF;
  private long modeSinceNanos;
  private long phaseSinceNanos;
  private boolean causeWanted;

  // Written by the control thread, read by any once the stage is over.
  private boolean tried;
  private int runawayJoint = -1;
  private Phase failedIn;

  // Written by the control thread, read by any.
  private volatile Phase phase = Phase.WAITING;
  private volatile Failure failure = Failure.NONE;
  private volatile Condition cause;
  private volatile String obstacle = "";

  /**
   * @param robot as the controller knows it in the stage
   * @param dry nothing is sent: that joints stay behind their targets means nothing
   */
  StageScript(
      RobotConfig robot,
      Stage stage,
      StageLimits limits,
      Trial trial,
      StagePilot pilot,
      CommandReduction reduction,
      boolean dry) {
    this.trial = trial;
    this.pilot = pilot;
    this.reduction = reduction;
    this.dry = dry;
    lowers = !stage.hangs();
    runawayRad = limits.runawayRad();
    maxStartTiltRad = robot.onboard().recover().maxTiltRad();
    settleNanos = (robot.standUp().settleS() + limits.rampS() + CALM_S) * 1e9;
    downNanos = (Controller.MAX_DESCENTS * robot.standUp().dampingS() + CALM_S) * 1e9;
    lowerNanos = (robot.standUp().riseS() + CALM_S) * 1e9;
  }

  /** The controller whose robot it is; before the first tick. */
  void follow(Controller followed) {
    controller = followed;
  }

  /** One tick, after the controller has decided and before its command goes out. */
  void tick(Readings now) {
    look(now);
    if (causeWanted) { // the controller's report of the tick before
      causeWanted = false;
      cause = controller.severity().atLeast(Severity.HOLD) ? controller.failsafe() : null;
      if (failure == Failure.FAILSAFE && cause == null && mode == Mode.DAMPING) {
        failure = Failure.FELL;
      }
    }
    switch (phase) {
      case WAITING -> {
        if (mode.active()) {
          now.countAnew();
          enter(Phase.RISING, now);
        }
      }
      case RISING -> {
        if (wellSoFar(now) && mode == Mode.STAND && inMode(now) >= settleNanos) {
          trial.begin(now);
          tried = true;
          enter(Phase.TRYING, now);
        }
      }
      case TRYING -> {
        if (wellSoFar(now) && trial.tick(now)) {
          enter(lowers ? Phase.LOWERING : Phase.COMING_DOWN, now);
        }
      }
      case LOWERING -> {
        if (wellSoFar(now) && now.nowNanos - phaseSinceNanos >= lowerNanos) {
          enter(Phase.COMING_DOWN, now);
        }
      }
      case COMING_DOWN -> {
        if (mode == Mode.ESTOP && failure == Failure.NONE) {
          fail(Failure.FAILSAFE, now);
        } else if (down(now) && !causeWanted) {
          enter(Phase.OVER, now);
        }
      }
      case OVER -> {}
    }
    pilot.press(
        phase == Phase.WAITING && ready(now),
        phase == Phase.COMING_DOWN && mode.active(),
        phase == Phase.TRYING && trial.walks(),
        phase == Phase.LOWERING || (phase == Phase.COMING_DOWN && lowers)
            ? 1
            : phase == Phase.TRYING ? trial.lowering() : 0);
  }

  private void look(Readings now) {
    Mode next = controller.mode();
    if (next != mode) {
      mode = next;
      modeSinceNanos = now.nowNanos;
    }
    now.mode = mode;
  }

  private boolean wellSoFar(Readings now) {
    if (!mode.active() || controller.severity().atLeast(Severity.HOLD)) {
      fail(Failure.FAILSAFE, now);
      return false;
    }
    for (int i = 0; !dry && i < now.targets.length; i++) {
      if (Math.abs(now.targets[i] - now.joints.position[i]) > runawayRad) {
        runawayJoint = i;
        reduction.letGo();
        fail(Failure.RUNAWAY, now);
        return false;
      }
    }
    return true;
  }

  private void fail(Failure how, Readings now) {
    failedIn = phase;
    failure = how;
    causeWanted = true;
    enter(Phase.COMING_DOWN, now);
  }

  private void enter(Phase next, Readings now) {
    phaseSinceNanos = now.nowNanos;
    phase = next;
  }

  /** Limp; or damped for so long that it is down, and kept so by a failsafe that is latched. */
  private boolean down(Readings now) {
    return mode == Mode.OFF
        || mode == Mode.ESTOP
        || (mode == Mode.DAMPING && inMode(now) >= downNanos);
  }

  private boolean ready(Readings now) {
    obstacle = obstacle(now);
    return obstacle.isEmpty();
  }

  private String obstacle(Readings now) {
    if (!now.complete()) {
      return "the robot's sensors";
    }
    if (!pilot.heard(now.nowNanos)) {
      return "an operator";
    }
    if (!pilot.held(now.nowNanos)) {
      return "the deadman button";
    }
    if (controller.severity().atLeast(Severity.BLOCK)) {
      return "the end of a failsafe";
    }
    return now.tiltRad() > maxStartTiltRad ? "an upright trunk" : "";
  }

  private double inMode(Readings now) {
    return now.nowNanos - modeSinceNanos;
  }

  /** How far it has come. */
  Phase phase() {
    return phase;
  }

  /** What it waits for before it begins; empty when for nothing. */
  String obstacle() {
    return obstacle;
  }

  /** How it failed. */
  Failure failure() {
    return failure;
  }

  /** Which condition failed it; null when none did. */
  Condition cause() {
    return cause;
  }

  /** In which phase it failed, after its end. */
  Phase failedIn() {
    return failedIn;
  }

  /** Whether it came to trying at all, after its end. */
  boolean tried() {
    return tried;
  }

  /** The joint that ran away, after its end; −1 for none. */
  int runawayJoint() {
    return runawayJoint;
  }
}
