package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.rollout.ReportLog;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.rehearsal.EvaluationRow;
import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning with the robot in Gazebo: broker, learner, controller and Gazebo as processes. */
@Tag("gazebo")
class GazeboTuningIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1");
  private static final int EPISODES = 3;

  @TempDir Path folder;

  @BeforeAll
  static void needsGazebo() {
    GazeboHere.find();
  }

  private LauncherProcess start(String... arguments) throws IOException {
    return LauncherProcess.start(folder, List.of(arguments));
  }

  private LauncherProcess tune(int iterations) throws IOException {
    return start(
        "finetune",
        "--gazebo",
        "slippery",
        "--domain",
        "" + (100 + ProcessHandle.current().pid() % 90),
        "--namespace",
        "tuning",
        "--iterations",
        "" + iterations,
        "--set",
        "fineTuning.episodes=" + EPISODES,
        "--set",
        "real.horizon=50",
        "--runs",
        folder.resolve("runs").toString());
  }

  private RunFolder run() {
    return RunFolder.open(RunFolder.list(folder.resolve("runs")).get(0));
  }

  private static float[] parameters(Path file) {
    RobotConfig config = RobotConfigLoader.load(GO1);
    Task task = new WalkTask(config);
    return SignedPolicy.load(file, null, config, task).snapshot().parameters();
  }

  @Test
  void killedInMidEpisodeGazeboEndsTheFineTuningWithASentenceAndItGoesOnToKeepTheBest()
      throws Exception {
    try (LauncherProcess tuning = tune(2)) {
      killGazebo(tuning);
      assertThat(tuning.exitStatus(LIMIT)).as(tuning.output()).isEqualTo(1);
      assertThat(tuning.output())
          .contains("the simulator has ended in the middle of an episode", "finetune --resume");
    }

    try (LauncherProcess resumed = start("finetune", "--resume", run().path().toString())) {
      assertThat(resumed.exitStatus(LIMIT)).as(resumed.output()).isZero();
      assertThat(resumed.output()).contains("minutes of robot time", "--undo");
    }
    List<IterationRow> rows = MetricsCsv.read(run().metrics());
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.episodes()).isEqualTo(EPISODES));
    try (TransitionStore store = new TransitionStore(run().episodes())) {
      assertThat(store.ids(run().name())).hasSize(2 * EPISODES);
    }
    int best =
        rows.indexOf(
            rows.stream().max(Comparator.comparing(IterationRow::episodeReturn)).orElseThrow());
    assertThat(parameters(run().policy())).isEqualTo(measured(best));
  }

  /** What was measured in an iteration: the run's archive has it as it went to the robot. */
  private float[] measured(int iteration) throws IOException {
    if (iteration == 0) {
      return parameters(GO1.resolve("pretrained/policy.snapshot"));
    }
    Path copy = Files.createDirectories(folder.resolve("measured")).resolve("policy.snapshot");
    Files.copy(run().snapshots().resolve(iteration + ".0.snapshot"), copy);
    RobotConfig config = RobotConfigLoader.load(GO1);
    return SignedPolicy.load(copy, run().keys().resolve("trusted"), config, new WalkTask(config))
        .snapshot()
        .parameters();
  }

  /** kill −9 of the server when the controller has begun to run the policy. */
  private void killGazebo(LauncherProcess tuning) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!activated()) {
      assertThat(System.nanoTime()).as(tuning.output()).isLessThan(end);
      Thread.sleep(20);
    }
    List<ProcessHandle> servers =
        tuning.descendants().stream()
            .filter(each -> each.info().command().orElse("").contains("gzserver"))
            .toList();
    assertThat(servers).isNotEmpty();
    servers.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean activated() {
    return Files.isDirectory(folder.resolve("runs"))
        && RunFolder.list(folder.resolve("runs")).stream()
            .map(path -> RunFolder.open(path).activations())
            .filter(Files::exists)
            .anyMatch(
                file ->
                    ReportLog.read(file).stream()
                        .anyMatch(entry -> entry.outcome() == Outcome.ACTIVATED));
  }

  @Test
  void aQuickRehearsalMeasuresEveryStage() throws Exception {
    Path at = folder.resolve("rehearsal");
    try (LauncherProcess rehearsal =
        start(
            "gazebo",
            "rehearse",
            "--quick",
            "--folder",
            at.toString(),
            "--domain",
            "" + (100 + ProcessHandle.current().pid() % 90),
            "--namespace",
            "rehearsal")) {
      assertThat(rehearsal.exitStatus(LIMIT)).as(rehearsal.output()).isZero();
      assertThat(rehearsal.output()).contains("| meta-policy, Gazebo |", "| VPG from scratch |");
    }
    assertThat(RecordCsv.read(at.resolve("evaluations.csv"), EvaluationRow.class))
        .extracting(EvaluationRow::stage)
        .containsExactlyInAnyOrder(
            "embedded",
            "embedded",
            "before",
            "before",
            "adapted",
            "adapted",
            "tuned",
            "tuned",
            "scratch",
            "scratch");
  }
}
