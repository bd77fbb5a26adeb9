package io.mbmpo.controller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.FakeRobot;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever sensors, operator, clock and other threads do: what the motors are told stays inside its
 * limits, and what must stop it does so within two ticks. A million ticks in all; {@code
 * -Dmbmpo.ticks=N} makes N of it.
 */
class RandomTicksTest {
  private static final int TRIES = 100;
  private static final long TICKS_PER_TRY = Long.getLong("mbmpo.ticks", 1_000_000) / TRIES;
  private static final double[] WILD = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e9, 0, 1e-300, 3, -3
  };
  private static final Map<Mode, Long> SEEN = new EnumMap<>(Mode.class);

  @Property(tries = TRIES)
  void everyCommandOfAMillionRandomTicksStaysInsideItsLimits(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FakeRobot robot = new FakeRobot(Bench.CONFIG);
    ConditionFlags flags = new ConditionFlags();
    Controller controller = new Controller(Bench.CONFIG, Bench.TASK, robot.port, flags);
    CommandCheck check = new CommandCheck(Bench.CONFIG);
    long jointsHeardNanos = robot.nowNanos();
    double calm = random.nextDouble(); // how much of this try's time nothing is wild
    spoil(robot, random, calm);
    for (long tick = 0; tick < TICKS_PER_TRY; tick++) {
      if (random.nextInt(200) == 0) {
        disturb(robot, flags, random, calm);
      }
      if (controller.idle() && random.nextInt(20) == 0) {
        controller.takeFinished();
        controller.offer(rollout(random, tick));
      }
      if (random.nextInt(50) == 0) {
        controller.clear();
      }
      int steps = random.nextInt(300) == 0 ? 1 + random.nextInt(20) : 1; // ticks may be missed
      for (int i = 0; i < steps; i++) {
        robot.step();
      }
      controller.tick(robot.nowNanos());
      assertThat(robot.port.takeCommand(robot.command)).isTrue();
      check.check(robot.command, controller.mode());
      jointsHeardNanos = robot.jointsMuted ? jointsHeardNanos : robot.nowNanos();
      reacted(controller.mode(), flags, robot.nowNanos() - jointsHeardNanos);
      SEEN.merge(controller.mode(), 1L, Long::sum);
    }
    assertThat(controller.internalErrors()).as("%s", controller.lastError()).isZero();
  }

  /** An emergency stop acts in the tick that sees it, silence two ticks after its timeout. */
  private static void reacted(Mode mode, ConditionFlags flags, long silentNanos) {
    if ((flags.bits() & Condition.EMERGENCY_STOP.bit()) != 0) {
      assertThat(mode).isEqualTo(Mode.ESTOP);
    }
    double timeoutS = Bench.CONFIG.safety().jointStateTimeoutS();
    if (silentNanos * 1e-9 > timeoutS + 2.0 / Bench.CONFIG.control().tickRateHz()) {
      assertThat(mode.active()).as("%s without joint states", mode).isFalse();
    }
  }

  @AfterContainer
  static void everyModeWasThere() {
    assertThat(SEEN).containsOnlyKeys(Mode.values());
  }

  private static PreparedRollout rollout(SplittableRandom random, long tick) {
    int horizon = 1 + random.nextInt(40);
    return random.nextBoolean()
        ? Bench.random("e" + tick, horizon)
        : Bench.gaussian("e" + tick, horizon, Bench.snapshot(Bench.version(1, 0)));
  }

  private static void spoil(FakeRobot robot, SplittableRandom random, double calm) {
    robot.spoilJoints =
        state -> {
          spoil(random, calm, state.position, 0.05);
          spoil(random, calm, state.velocity, 3);
          spoil(random, calm, state.effort, 5);
        };
    robot.spoilImu =
        state -> {
          spoil(random, calm, state.orientation, 0.01);
          spoil(random, calm, state.angularVelocity, 1);
        };
    robot.spoilOdometry = state -> spoil(random, calm, state.linearVelocity, 1);
    robot.spoilOperator =
        input -> {
          if (random.nextDouble() > calm && random.nextInt(2000) == 0) {
            input.axes[random.nextInt(8)] = (float) WILD[random.nextInt(WILD.length)];
          }
        };
  }

  private static void spoil(SplittableRandom random, double calm, double[] values, double amount) {
    int i = random.nextInt(values.length);
    values[i] += amount * (2 * random.nextDouble() - 1);
    if (random.nextDouble() > calm && random.nextInt(3000) == 0) {
      values[i] = WILD[random.nextInt(WILD.length)];
    }
  }

  private static void disturb(
      FakeRobot robot, ConditionFlags flags, SplittableRandom random, double calm) {
    boolean wild = random.nextDouble() > calm;
    robot.jointsMuted = wild && random.nextInt(4) == 0;
    robot.imuMuted = wild && random.nextInt(4) == 0;
    robot.odometryMuted = wild && random.nextInt(4) == 0;
    robot.rollRad = wild && random.nextInt(3) == 0 ? 4 * random.nextDouble() - 2 : 0;
    robot.sinkM = wild && random.nextInt(4) == 0 ? 0.3 * random.nextDouble() : 0;
    robot.operator.axes[random.nextInt(8)] = (float) (2 * random.nextDouble() - 1);
    flags.set(Condition.EMERGENCY_STOP, wild && random.nextInt(10) == 0);
    flags.set(Condition.LINK_LOST, random.nextBoolean());
    flags.set(Condition.SPOOL_FULL, wild && random.nextInt(10) == 0);
    if (random.nextInt(4) == 0) {
      int deadman = Bench.CONFIG.onboard().operator().deadmanButton();
      robot.hands(random.nextInt(5) > 0 ? deadman : 9, random.nextInt(10));
    }
  }
}
