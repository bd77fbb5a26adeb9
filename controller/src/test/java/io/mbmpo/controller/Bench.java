package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.record.TickTape;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The Go1 on the test bench: its controller, a {@link FakeRobot}, and things to run. */
public final class Bench {
  public static final RobotConfig CONFIG =
      RobotConfigLoader.load(
          Path.of(System.getProperty("mbmpo.root", ".."), "robot-configs", "go1"));
  public static final Task TASK = new WalkTask(CONFIG);
  public static final String RUN = "run-1";

  public final FakeRobot robot = new FakeRobot(CONFIG);
  public final ConditionFlags flags;
  public final Controller controller;

  public Bench() {
    this(TickTape.off(CONFIG, TASK), new ConditionFlags());
  }

  /** Recorded. */
  public Bench(TickTape tape, ConditionFlags flags) {
    this.flags = flags;
    controller = new Controller(CONFIG, TASK, robot.port, flags, tape);
  }

  /** One control period; the command is then in {@code robot.command} after the next. */
  public void tick() {
    robot.step();
    controller.tick(robot.nowNanos());
  }

  public void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  /** Ticks until the mode is reached; returns the number of ticks, or fails after 10 s. */
  public int tickUntil(Mode mode) {
    int ticks = 0;
    while (controller.mode() != mode) {
      tick();
      if (++ticks > 10 * CONFIG.control().tickRateHz()) {
        throw new AssertionError("still " + controller.mode() + ", never " + mode);
      }
    }
    return ticks;
  }

  /** Offers a rollout and ticks until its policy runs. */
  public PreparedRollout running(PreparedRollout rollout) {
    if (!controller.offer(rollout)) {
      throw new AssertionError("offer refused");
    }
    tickUntil(Mode.RUN);
    return rollout;
  }

  public static int ticksOf(double seconds) {
    return (int) Math.round(seconds * CONFIG.control().tickRateHz());
  }

  public static PreparedRollout random(String id, int horizon) {
    return prepare(new RolloutPlan.Rollout(id, 0, Exploration.RANDOM, 7, horizon), null);
  }

  public static PreparedRollout gaussian(String id, int horizon, PolicySnapshot snapshot) {
    return prepare(
        new RolloutPlan.Rollout(id, snapshot.version(), Exploration.GAUSSIAN, 7, horizon),
        snapshot);
  }

  public static PreparedRollout prepare(RolloutPlan.Rollout rollout, PolicySnapshot snapshot) {
    return new PreparedRollout(CONFIG, TASK, RUN, 0, rollout, snapshot, new byte[32]);
  }

  public static long version(int iteration, int slot) {
    return SnapshotVersion.of(1_700_000_000L, iteration, slot);
  }

  /** A small random policy that the gate accepts. */
  public static PolicySnapshot snapshot(long version) {
    int[] sizes = {TASK.observationSize(), 32, 32, TASK.actionSize()};
    float[] parameters = new float[PolicySnapshot.parameterCount(sizes)];
    SplittableRandom random = new SplittableRandom(version);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.2 * random.nextDouble() - 0.1);
    }
    for (int i = 1; i <= TASK.actionSize(); i++) {
      parameters[parameters.length - i] = -1;
    }
    float[] stance = new float[CONFIG.jointCount()];
    float[] scale = new float[CONFIG.jointCount()];
    for (int i = 0; i < stance.length; i++) {
      JointConfig joint = CONFIG.joints().get(i);
      stance[i] = (float) joint.stanceRad();
      scale[i] = (float) joint.actionScaleRad();
    }
    return new PolicySnapshot(
        RUN,
        CONFIG.name(),
        CONFIG.hash(),
        version,
        0,
        PolicySnapshot.Role.META,
        -1,
        sizes,
        parameters,
        TASK.observationCenter(),
        TASK.observationScale(),
        stance,
        scale);
  }

  /** Ticks until it damps, and that is then, of this. */
  public void dampsAfter(double seconds, Condition condition) {
    int ticks = tickUntil(Mode.DAMPING);
    assertThat(ticks).isCloseTo(ticksOf(seconds), within(2));
    assertThat(controller.failsafe()).isEqualTo(condition);
  }

  /** What the drives are told now damps. */
  public void commandDamps() {
    tick();
    assertThat(robot.command.kp).containsOnly(0);
    assertThat(robot.command.kd).doesNotContain(0);
  }
}
