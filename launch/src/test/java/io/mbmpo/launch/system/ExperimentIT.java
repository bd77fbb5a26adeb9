package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.exit.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment on the point task, its trials in real processes. */
class ExperimentIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final List<String> TRIALS = List.of("point-mb-mpo-s1", "point-mb-mpo-s2");

  /** Columns before the wall times, of which one run has others than the next. */
  private static final int COLUMNS = 14;

  @TempDir static Path folder;
  private static String output;

  @BeforeAll
  static void oneRunGoesThroughUndisturbed() throws Exception {
    try (LauncherProcess process = start("undisturbed")) {
      int status = process.exitStatus(LIMIT);
      output = process.output();
      assertThat(status).as(output).isZero();
    }
  }

  private static LauncherProcess start(String name) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("experiment", "curves", "--tasks", "point"));
    arguments.addAll(List.of("--seeds", "1,2", "--jobs", "2", "--horizon", "20"));
    arguments.addAll(List.of("--profile", "quick", "--iterations", "5"));
    arguments.addAll(List.of("--folder", folder.resolve(name).toString()));
    arguments.addAll(
        DemoProcess.set(
            "model.count=2",
            "model.hidden=[16]",
            "model.maxEpochs=5",
            "meta.steps=15",
            "meta.rollouts=50",
            "real.randomEpisodes=3"));
    return LauncherProcess.start(folder, arguments);
  }

  private static void awaitFirstRow(String name) throws Exception {
    Path curve = folder.resolve(name).resolve(TRIALS.get(0)).resolve("curve.csv");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(curve) || Files.readAllLines(curve).size() < 2) {
      assertThat(System.nanoTime()).as("first row in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void assertSame(String name) throws IOException {
    for (String trial : TRIALS) {
      assertThat(curve(name, trial)).isEqualTo(curve("undisturbed", trial)).hasSize(6);
    }
    assertThat(folder.resolve(name).resolve("summary.csv"))
        .hasSameTextualContentAs(folder.resolve("undisturbed").resolve("summary.csv"));
  }

  private static List<String> curve(String name, String trial) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve(trial).resolve("curve.csv")).stream()
        .map(
            line ->
                List.of(line.split(",")).stream().limit(COLUMNS).collect(Collectors.joining(",")))
        .toList();
  }

  @Test
  void everyTrialHasItsFolderAndTheExperimentItsFigure() {
    assertThat(output).contains("point-mb-mpo-s1 finished", "point-mb-mpo-s2 finished", "see ");
    for (String file : List.of("summary.csv", "point.png")) {
      assertThat(folder.resolve("undisturbed").resolve(file)).isNotEmptyFile();
    }
    for (String file : List.of("trial.yaml", "curve.csv", "episodes.db", "finished", "trial.log")) {
      assertThat(folder.resolve("undisturbed").resolve(TRIALS.get(0)).resolve(file))
          .isNotEmptyFile();
    }
  }

  @Test
  void aTrialThatIsKilledIsStartedAgainAndEndsWithTheSameCurve() throws Exception {
    try (LauncherProcess process = start("killed")) {
      awaitFirstRow("killed");
      LauncherProcess.kill(folder.resolve("killed").resolve(TRIALS.get(0)).resolve("lock"));
      assertThat(process.exitStatus(LIMIT)).as(process.output()).isZero();
      assertThat(process.output()).contains("was killed by signal 9", "started again");
    }
    assertSame("killed");
  }

  @Test
  void afterCtrlCTheSameCommandGoesOnToTheSameCurves() throws Exception {
    try (LauncherProcess process = start("interrupted")) {
      awaitFirstRow("interrupted");
      process.interrupt();
      assertThat(process.exitStatus(LIMIT)).isEqualTo(ExitCodes.INTERRUPTED);
      assertThat(process.output()).contains("stopped; go on with the same command: ./mbmpo exp");
      assertThat(process.descendants()).isEmpty();
    }
    try (LauncherProcess process = start("interrupted")) {
      assertThat(process.exitStatus(LIMIT)).as(process.output()).isZero();
    }
    assertSame("interrupted");
  }
}
