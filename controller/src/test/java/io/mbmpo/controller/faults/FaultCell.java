package io.mbmpo.controller.faults;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.FakeRobot;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RecoverConfig;

/**
 * One fault of one sensor in one mode: brings a robot with an operator there, injects the fault,
 * and watches for four seconds. Every tick's command is held to the limits.
 */
final class FaultCell {
  /** Longest watch, s. */
  static final double WATCH_S = 4;

  private static final OperatorConfig BUTTONS = Bench.CONFIG.onboard().operator();

  private final FakeRobot robot = new FakeRobot(Bench.CONFIG);
  private final FaultyPort port = new FaultyPort(robot.port);
  private final ConditionFlags flags = new ConditionFlags();
  private final Controller controller = new Controller(Bench.CONFIG, Bench.TASK, port, flags);
  private final CommandCheck check = new CommandCheck(Bench.CONFIG);

  /** The first severity that the fault came to that does anything, and the worst. */
  record Reaction(
      Severity first, int firstTicks, Severity worst, int worstTicks, Condition cause, Mode then) {
    static final Reaction NONE = new Reaction(Severity.NONE, 0, Severity.NONE, 0, null, null);
  }

  /** Measures the cell. */
  static Reaction measure(Sensor sensor, Fault fault, Mode mode) {
    return new FaultCell().reaction(sensor, fault, mode);
  }

  private Reaction reaction(Sensor sensor, Fault fault, Mode mode) {
    robot.hands(BUTTONS.deadmanButton());
    ticks(0.1);
    bringTo(mode);
    Severity before = controller.severity();
    port.inject(sensor, fault);
    Reaction reaction = Reaction.NONE;
    for (int tick = 1; tick <= Bench.ticksOf(WATCH_S); tick++) {
      tick();
      Severity now = controller.severity();
      if (now.atLeast(Severity.BLOCK) && now != before && !reaction.worst().atLeast(now)) {
        reaction =
            new Reaction(
                reaction.firstTicks() == 0 ? now : reaction.first(),
                reaction.firstTicks() == 0 ? tick : reaction.firstTicks(),
                now,
                tick,
                controller.failsafe(),
                controller.mode());
      }
      boolean fell = mode.active() && controller.mode() == Mode.DAMPING;
      if (fell && !now.atLeast(Severity.DAMPING)) {
        return new Reaction(Severity.DAMPING, tick, Severity.DAMPING, tick, null, Mode.DAMPING);
      }
      if (now.atLeast(Severity.DAMPING) && mode != Mode.ESTOP) {
        break;
      }
    }
    return reaction;
  }

  private void bringTo(Mode mode) {
    switch (mode) {
      case OFF -> {}
      case ESTOP -> {
        new EmergencyStop(flags).set(EmergencyStop.Source.FILE, true);
        ticks(0.1);
      }
      case STAND_UP -> {
        controller.offer(Bench.random("e", 200));
        until(mode);
        ticks(Bench.CONFIG.standUp().crouchS() + 0.2);
      }
      case STAND -> {
        robot.hands(BUTTONS.deadmanButton(), BUTTONS.standButton());
        until(mode);
        robot.hands(BUTTONS.deadmanButton());
        ticks(Bench.CONFIG.standUp().settleS() + 0.2);
      }
      case RUN -> {
        controller.offer(Bench.random("e", 200));
        until(mode);
        ticks(0.5);
      }
      case DAMPING -> {
        controller.offer(Bench.random("e", 5));
        until(mode);
        ticks(0.1);
      }
      case RECOVER -> {
        RecoverConfig recover = Bench.CONFIG.onboard().recover();
        robot.sprawled = true;
        robot.rollRad = 0.8;
        ticks(2);
        controller.offer(Bench.random("e", 200));
        until(mode);
        robot.rollRad = 0; // folding will have brought it upright
        ticks(recover.restS() + 0.3 * recover.foldS());
      }
    }
    if (controller.mode() != mode) {
      throw new AssertionError("in " + controller.mode() + ", not " + mode);
    }
  }

  private void until(Mode mode) {
    for (int i = 0; controller.mode() != mode; i++) {
      tick();
      if (i > Bench.ticksOf(10)) {
        throw new AssertionError("still " + controller.mode() + ", never " + mode);
      }
    }
  }

  private void ticks(double seconds) {
    for (int i = 0; i < Bench.ticksOf(seconds); i++) {
      tick();
    }
  }

  private void tick() {
    robot.step();
    controller.tick(robot.nowNanos());
    robot.port.takeCommand(robot.command);
    check.check(robot.command, controller.mode());
  }
}
