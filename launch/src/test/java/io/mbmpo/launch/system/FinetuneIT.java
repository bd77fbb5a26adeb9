package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning of the pretrained policy in real processes, and its undoing. */
class FinetuneIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1");

  @TempDir Path folder;

  @Test
  void aFineTuningRunsOnRealEpisodesAloneAndCanBeUndone() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      String told =
          run(
              "finetune",
              "--iterations",
              "2",
              "--set",
              "fineTuning.episodes=2",
              "--set",
              "real.horizon=40",
              "--broker",
              broker.uri(),
              "--runs",
              folder.resolve("runs").toString());
      assertThat(told).contains("2 iterations, 4 real episodes", "minutes of robot time", "--undo");
      RunFolder run = RunFolder.open(RunFolder.list(folder.resolve("runs")).get(0));
      assertThat(MetricsCsv.read(run.metrics()))
          .hasSize(2)
          .allSatisfy(row -> assertThat(row.validationLoss()).isNaN());
      long tuned = version(run);

      String undone = run("finetune", "--undo", run.path().toString(), "--broker", broker.uri());

      assertThat(undone).contains("No robot answers");
      assertThat(version(run)).isGreaterThan(tuned);
      assertThat(parameters(run.policy()))
          .isEqualTo(parameters(GO1.resolve("pretrained/policy.snapshot")));
    }
  }

  @Test
  void aFineTuningByMbMpoLetsThePolicyGatherTheFirstEpisodesAndLearnsModelsFromThem()
      throws Exception {
    String told =
        run(
            "finetune",
            "--by",
            "mb-mpo",
            "--iterations",
            "2",
            "--set",
            "real.randomEpisodes=3",
            "--set",
            "real.horizon=40",
            "--set",
            "model.count=2",
            "--set",
            "model.maxEpochs=3",
            "--set",
            "meta.steps=1",
            "--set",
            "meta.rollouts=10",
            "--runs",
            folder.resolve("runs").toString());
    assertThat(told).contains("2 iterations, 7 real episodes", "in the last");
    RunFolder run = RunFolder.open(RunFolder.list(folder.resolve("runs")).get(0));
    assertThat(MetricsCsv.read(run.metrics()))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.validationLoss()).isFinite());
    float[] start = parameters(GO1.resolve("pretrained/policy.snapshot"));
    try (TransitionStore store = new TransitionStore(run.episodes())) {
      assertThat(store.episodes(run.name()).subList(0, 4))
          .extracting(Episode::exploration)
          .containsExactly(
              Exploration.GAUSSIAN,
              Exploration.GAUSSIAN,
              Exploration.GAUSSIAN,
              Exploration.DETERMINISTIC);
    }
    assertThat(parameters(run.policy())).hasSameSizeAs(start).isNotEqualTo(start);
  }

  private String run(String... arguments) throws Exception {
    try (LauncherProcess process = LauncherProcess.start(folder, List.of(arguments))) {
      int status = process.exitStatus(LIMIT);
      assertThat(status).as(process.output()).isZero();
      return process.output();
    }
  }

  private static long version(RunFolder run) {
    return policy(run.policy()).snapshot().version();
  }

  private static float[] parameters(Path file) {
    return policy(file).snapshot().parameters();
  }

  private static SignedPolicy policy(Path file) {
    RobotConfig config = RobotConfigLoader.load(GO1);
    Task task = new WalkTask(config);
    return SignedPolicy.load(file, null, config, task);
  }
}
