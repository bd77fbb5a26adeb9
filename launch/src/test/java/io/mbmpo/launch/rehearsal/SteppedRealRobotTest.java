package io.mbmpo.launch.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.experiment.MissingEpisodes;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.RandomStreams;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RobotRefusal;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded simulator in Gazebo's place: what does not depend on who simulates. */
class SteppedRealRobotTest {
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1");
  private static final RobotConfig CONFIG = RobotConfigLoader.load(GO1);
  private static final WalkTask TASK = new WalkTask(CONFIG);
  private static final float[] PRETRAINED =
      SignedPolicy.load(GO1.resolve("pretrained/policy.snapshot"), null, CONFIG, TASK)
          .snapshot()
          .parameters();
  private static final LearnerSettings SETTINGS =
      LearnerProfiles.load(
          "walk",
          Map.of(
              "iterations", "2",
              "real.metaEpisodes", "0",
              "real.horizon", "20",
              "fineTuning.episodes", "2"));
  private static final RunIdentity RUN =
      new RunIdentity(
          "rehearsed", 1_000_000, RobotIdentity.of(CONFIG), TASK, SETTINGS.meta().hidden());

  @TempDir Path folder;
  private final List<DrivenEpisode> driven = new ArrayList<>();

  /** A simulator that ends after so many ticks. */
  private static final class Mortal implements SteppedRobot {
    private final SteppedRobot robot;
    private long ticksLeft;

    Mortal(SteppedRobot robot, long ticks) {
      this.robot = robot;
      ticksLeft = ticks;
    }

    @Override
    public void reset(long seed) {
      robot.reset(seed);
    }

    @Override
    public void step() {
      if (ticksLeft-- == 0) {
        throw LaunchException.failedRun("the simulator has ended in the middle of an episode");
      }
      robot.step();
    }

    @Override
    public long nowNanos() {
      return robot.nowNanos();
    }
  }

  private SteppedRealRobot robot(TransitionStore store, long ticks) {
    InProcessPort port = new InProcessPort(CONFIG.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(CONFIG, SimulationOptions.nominal(), port);
    return new SteppedRealRobot(
        CONFIG,
        TASK,
        new Mortal(robot, ticks),
        () -> new Controller(CONFIG, TASK, port, new ConditionFlags()),
        new MissingEpisodes(store, () -> false),
        driven::add);
  }

  private PolicySnapshot tune(Path at, long ticks) {
    return Learner.fineTuning(
            RUN,
            SETTINGS,
            PRETRAINED,
            1,
            at.resolve("episodes.db"),
            new CheckpointFolder(at.resolve("checkpoints"), RUN.runId(), 2),
            Compute.oneCore())
        .run(store -> robot(store, ticks), () -> false, report -> {});
  }

  @Test
  void aFineTuningWhoseSimulatorEndsInMidEpisodeGoesOnToTheSamePolicy() {
    PolicySnapshot whole = tune(folder.resolve("whole"), Long.MAX_VALUE);
    long episodeTicks = Math.round(driven.get(0).robotS() * CONFIG.control().tickRateHz());
    driven.clear();

    Path cut = folder.resolve("cut");
    assertThatThrownBy(() -> tune(cut, 2 * episodeTicks + episodeTicks / 2))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("has ended in the middle of an episode");
    assertThat(driven).hasSize(2);
    PolicySnapshot resumed = tune(cut, Long.MAX_VALUE);

    assertThat(driven).extracting(each -> each.episode().episodeId()).doesNotHaveDuplicates();
    assertThat(driven).hasSize(4);
    assertThat(resumed.parameters()).isEqualTo(whole.parameters());
  }

  @Test
  void robotTimeIsCountedInTicksUnderThePolicyAndInAll() {
    try (TransitionStore store = new TransitionStore(folder.resolve("episodes.db"))) {
      PolicySnapshot policy = RUN.meta(0, 0, PRETRAINED);
      List<Episode> episodes =
          robot(store, Long.MAX_VALUE)
              .sample(
                  RUN.plan(0, policy, 1, SETTINGS.real(), new RandomStreams(1)), List.of(policy));
      assertThat(episodes).hasSize(1);
      double episodeS = episodes.get(0).length() * CONFIG.control().policyPeriodS();
      assertThat(driven.get(0).policyS()).isBetween(episodeS - 0.05, episodeS + 0.05);
      double standUpS = CONFIG.standUp().crouchS() + CONFIG.standUp().riseS();
      assertThat(driven.get(0).robotS()).isGreaterThan(episodeS + standUpS);
    }
  }

  @Test
  void aPolicyThatTheControllersGateRefusesNeverMovesTheRobot() {
    float[] broken = PRETRAINED.clone();
    broken[3] = Float.NaN;
    PolicySnapshot policy = RUN.meta(0, 0, broken);
    try (TransitionStore store = new TransitionStore(folder.resolve("episodes.db"))) {
      assertThatThrownBy(
              () ->
                  robot(store, 0)
                      .sample(
                          RUN.plan(0, policy, 1, SETTINGS.real(), new RandomStreams(1)),
                          List.of(policy)))
          .isInstanceOf(RobotRefusal.class)
          .hasMessageContaining("refuses a policy of iteration 0");
      assertThat(store.ids(RUN.runId())).isEmpty();
    }
  }
}
