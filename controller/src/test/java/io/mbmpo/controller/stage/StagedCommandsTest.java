package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever sensors and operator do: what a robot is sent in a stage stays inside its limits. */
class StagedCommandsTest {
  private static final double EPS = 1e-9;
  private static final int TICKS = 6000;
  private static final double[] WILD = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e9, 0, 3, -3
  };
  private static final Map<Stage, Long> HELD = new EnumMap<>(Stage.class);

  @Property(tries = 2)
  void everyCommandOfAStageStaysInsideTheStagesLimits(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Stage stage : Stage.values()) {
      for (Ros2Config.Command kind : Ros2Config.Command.values()) {
        commandsStayInsideTheLimits(random.split(), stage, kind, 1);
        commandsStayInsideTheLimits(random.split(), stage, kind, random.nextDouble());
      }
    }
  }

  /**
   * @param calm share of the time in which sensors and operator are sound
   */
  private static void commandsStayInsideTheLimits(
      SplittableRandom random, Stage stage, Ros2Config.Command kind, double calm) {
    RobotConfig config = StageBench.commandedBy(kind);
    StageBench bench = new StageBench(stage, config, false);
    JointState measured = new JointState(config.jointCount());
    System.arraycopy(bench.hanging, 0, measured.position, 0, measured.position.length);
    bench.robot.spoilJoints =
        state -> {
          spoil(random, calm, state.position);
          spoil(random, calm, state.velocity);
          spoil(random, calm, state.effort);
          if (!bench.robot.jointsMuted && sane(state)) {
            measured.copyFrom(state);
          }
        };
    bench.robot.spoilImu = state -> spoil(random, calm, state.orientation);
    Limits limits = new Limits(config, stage, kind);
    bench.holdTheDeadman();
    for (int tick = 0; tick < TICKS; tick++) {
      if (random.nextInt(100) == 0) {
        boolean wild = random.nextDouble() > calm;
        bench.robot.jointsMuted = wild && random.nextInt(3) == 0;
        bench.robot.rollRad = wild ? random.nextDouble() - 0.5 : 0;
        int deadman = StageBench.BUTTONS.deadmanButton();
        bench.hold(
            wild && random.nextInt(3) == 0 ? 9 : deadman,
            wild ? random.nextInt(10) : StageBench.BUTTONS.walkButton());
        bench.robot.operator.axes[random.nextInt(8)] = (float) (2 * random.nextDouble() - 1);
        if (wild) {
          bench.controller.clear();
        }
      }
      bench.tick();
      assertThat(bench.robot.port.takeCommand(bench.robot.command)).isTrue();
      limits.check(bench.robot.command, measured.position);
    }
    assertThat(bench.controller.internalErrors()).as("%s", bench.controller.lastError()).isZero();
    HELD.merge(stage, limits.held, Long::sum);
  }

  @AfterContainer
  static void jointsWereHeldInEveryStage() {
    assertThat(HELD).containsOnlyKeys(Stage.values());
    assertThat(HELD.values()).allMatch(ticks -> ticks > TICKS);
  }

  private static boolean sane(JointState state) {
    return Sensors.sane(state.position)
        && Sensors.sane(state.velocity)
        && Sensors.sane(state.effort);
  }

  private static void spoil(SplittableRandom random, double calm, double[] values) {
    int i = random.nextInt(values.length);
    values[i] += 0.01 * (2 * random.nextDouble() - 1);
    if (random.nextDouble() > calm && random.nextInt(2000) == 0) {
      values[i] = WILD[random.nextInt(WILD.length)];
    }
  }

  /** The bounds, worked out anew from the table and the robot as it is. */
  private static final class Limits {
    private final RobotConfig config;
    private final StageLimits limits;
    private final Stage stage;
    private final boolean positions;
    private final double stepRad;
    private final double[] before;
    private final double[] start;
    private boolean holding;
    private long heldTicks;
    long held;

    Limits(RobotConfig config, Stage stage, Ros2Config.Command kind) {
      this.config = config;
      this.stage = stage;
      limits = StageLimits.of(stage);
      positions = kind == Ros2Config.Command.POSITION;
      stepRad =
          limits.rateShare() * config.control().targetRateRadS() / config.control().tickRateHz();
      before = new double[config.jointCount()];
      start = new double[config.jointCount()];
    }

    void check(JointCommand sent, double[] measured) {
      boolean holds = Arrays.stream(sent.kp).anyMatch(kp -> kp > 0);
      heldTicks = holds ? heldTicks + 1 : 0;
      held += holds ? 1 : 0;
      double ramp = Math.min(1, heldTicks / (limits.rampS() * config.control().tickRateHz()));
      for (int i = 0; i < before.length; i++) {
        JointConfig joint = config.joints().get(i);
        String where = stage + " " + joint.name();
        assertThat(sent.position[i]).as(where).isFinite();
        if (holds) {
          held(sent, measured, i, joint, ramp, where);
        } else {
          double damping = stage.hangs() ? 0 : joint.dampingNmsRad();
          assertThat(sent.kd[i]).as(where).isBetween(0.0, damping);
        }
        before[i] = sent.position[i];
      }
      holding = holds;
    }

    private void held(
        JointCommand sent, double[] measured, int i, JointConfig joint, double ramp, String where) {
      double effort = limits.effortShare() * joint.effortLimitNm();
      double way = Math.abs(sent.position[i] - measured[i]);
      double lower = joint.lowerRad() + limits.marginRad();
      double upper = joint.upperRad() - limits.marginRad();
      if (!stage.hangs()) {
        lower = Math.min(lower, Math.min(joint.crouchRad(), joint.stanceRad()));
        upper = Math.max(upper, Math.max(joint.crouchRad(), joint.stanceRad()));
      }
      if (!holding) { // it comes to hold where the joint is, and never goes further out
        start[i] = Math.max(joint.lowerRad(), Math.min(joint.upperRad(), measured[i]));
      }
      lower = Math.min(lower, start[i]);
      upper = Math.max(upper, start[i]);
      assertThat(sent.position[i]).as(where).isBetween(lower - EPS, upper + EPS);
      if (!holding) {
        assertThat(Math.abs(sent.position[i] - start[i])).as(where).isLessThan(stepRad + EPS);
      }
      if (positions) {
        boolean inside = measured[i] > lower && measured[i] < upper;
        if (inside) {
          assertThat(joint.kpNmRad() * way).as(where).isLessThanOrEqualTo(effort + EPS);
        }
        return;
      }
      assertThat(sent.kp[i] * way).as(where).isLessThanOrEqualTo(effort + EPS);
      assertThat(sent.kp[i])
          .as(where)
          .isLessThanOrEqualTo(ramp * limits.gainShare() * joint.kpNmRad() + EPS);
      assertThat(sent.kd[i])
          .as(where)
          .isLessThanOrEqualTo(ramp * limits.gainShare() * joint.kdNmsRad() + EPS);
      if (holding) {
        assertThat(Math.abs(sent.position[i] - before[i]))
            .as(where)
            .isLessThanOrEqualTo(stepRad + EPS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void theTickOfAStageAllocatesNothing(Stage stage) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] least = {Long.MAX_VALUE};
    for (int episode = 0; episode < 4; episode++) {
      StageBench bench = new StageBench(stage);
      bench.hold(StageBench.BUTTONS.deadmanButton());
      long bytes = 0;
      long thread = Thread.currentThread().getId();
      for (int i = 0; i < Bench.ticksOf(25); i++) {
        bench.robot.step();
        long before = threads.getThreadAllocatedBytes(thread);
        bench.controller.tick(bench.robot.nowNanos());
        bytes += threads.getThreadAllocatedBytes(thread) - before;
      }
      assertThat(bench.controller.internalErrors()).isZero();
      least[0] = Math.min(least[0], bytes);
    }
    assertThat(least[0]).as("bytes in 25 s of %s", stage).isZero();
  }
}
