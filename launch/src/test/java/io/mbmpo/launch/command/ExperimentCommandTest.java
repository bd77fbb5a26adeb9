package io.mbmpo.launch.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.experiment.BenchmarkEnvironments;
import io.mbmpo.launch.experiment.CurveRow;
import io.mbmpo.launch.experiment.Environments;
import io.mbmpo.launch.experiment.InProcessTrial;
import io.mbmpo.launch.experiment.SummaryRow;
import io.mbmpo.launch.experiment.TaskChoice;
import io.mbmpo.launch.experiment.ToyEnvironments;
import io.mbmpo.launch.experiment.Toys;
import io.mbmpo.launch.experiment.TrialFolder;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.robotconfigs.task.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentCommandTest {
  @TempDir Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Environments environments = new ToyEnvironments();

  @AfterEach
  void logAsBefore() {
    LogFile.useNone();
  }

  private int run(String... arguments) {
    CommandLine line =
        ExperimentCommand.of(
            new Place(root),
            environments,
            threads -> InProcessTrial.starter(environments, threads));
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> ExitCodes.report(thrown, command.getErr()));
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int small(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", "quick", "--horizon", "20", "--jobs", "2"));
    all.addAll(List.of("--evaluation-episodes", "2"));
    Toys.small().forEach((name, value) -> all.addAll(List.of("--set", name + "=" + value)));
    return run(all.toArray(String[]::new));
  }

  private Path folder() {
    return root.resolve("runs/experiments/curves");
  }

  @Test
  void curvesRunsTrialsAndLeavesCsvAndFigure() {
    assertThat(small("curves", "--tasks", "toy", "--seeds", "1,2", "--iterations", "3"))
        .as(err.toString())
        .isZero();
    List<TrialFolder> trials = TrialFolder.list(folder(), Toys::unexpected);
    assertThat(trials).hasSize(2).allMatch(TrialFolder::finished);
    assertThat(trials.get(0).rows()).hasSize(3).isNotEqualTo(trials.get(1).rows());
    assertThat(folder().resolve("toy.png")).isNotEmptyFile();
    List<SummaryRow> summary = RecordCsv.read(folder().resolve("summary.csv"), SummaryRow.class);
    assertThat(summary).hasSize(1);
    assertThat(summary.get(0).seeds()).isEqualTo(2);
    assertThat(summary.get(0).medianReturn())
        .isEqualTo((last(trials.get(0)).returnMean() + last(trials.get(1)).returnMean()) / 2);
    assertThat(out.toString())
        .contains("toy-mb-mpo-s1 finished", "mb-mpo", "see runs/experiments/curves");
  }

  private static CurveRow last(TrialFolder trial) {
    return trial.rows().get(trial.rows().size() - 1);
  }

  @Test
  void theSameCommandAgainRunsNothingAndPlotOnlyDrawsAnew() throws IOException {
    small("curves", "--tasks", "toy", "--seeds", "1", "--iterations", "2");
    Path curve = TrialFolder.list(folder(), Toys::unexpected).get(0).curve();
    String before = Files.readString(curve);
    out.getBuffer().setLength(0);
    assertThat(small("curves", "--tasks", "toy", "--seeds", "1", "--iterations", "2")).isZero();
    assertThat(out.toString()).doesNotContain("started");
    assertThat(curve).hasContent(before);
    Files.delete(folder().resolve("toy.png"));
    assertThat(run("curves", "--plot-only")).isZero();
    assertThat(folder().resolve("toy.png")).isNotEmptyFile();
  }

  @Test
  void aFailedTrialIsToldWithItsReasonAndTheOthersGoOn() {
    assertThat(small("curves", "--tasks", "broken,toy", "--seeds", "1", "--iterations", "2"))
        .isEqualTo(ExitCodes.FAILED_RUN);
    assertThat(out.toString())
        .contains("! broken-mb-mpo-s1: ", "no transitions of run broken-mb-mpo-s1")
        .contains("toy-mb-mpo-s1 finished");
    assertThat(folder().resolve("toy.png")).isNotEmptyFile();
  }

  @Test
  void otherSettingsInTheSameFolderAreRefused() {
    small("curves", "--tasks", "toy", "--seeds", "1", "--iterations", "1");
    assertThat(
            small(
                "curves",
                "--tasks",
                "toy",
                "--seeds",
                "1",
                "--iterations",
                "1",
                "--set",
                "meta.maxKl=0.5"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .containsPattern("other settings: learner.meta.maxKl is 0.0\\d+ there, 0.5 asked for")
        .contains("--folder");
  }

  @Test
  void aTrialThatAnotherVersionMadeIsLeftOutOfTheFiguresAndSaid() throws IOException {
    small("curves", "--tasks", "toy", "--seeds", "1,2", "--iterations", "1");
    Path yaml = folder().resolve("toy-mb-mpo-s2/trial.yaml");
    Files.writeString(yaml, Files.readString(yaml).replaceFirst("(?m)^.*maxKl.*\\R", ""));
    assertThat(run("curves", "--plot-only")).isZero();
    assertThat(err.toString())
        .contains("left out of the figures: " + yaml + " cannot be read: plan.learner.meta.maxKl");
    assertThat(RecordCsv.read(folder().resolve("summary.csv"), SummaryRow.class).get(0).seeds())
        .isEqualTo(1);
  }

  @Test
  void wrongInputIsNamedBeforeAnythingIsMade() {
    assertThat(run("curves", "--tasks", "cheetah")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("curves", "--tasks", "toy", "--methods", "sarsa")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("curves", "--seeds", "one")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("curves", "--set", "meta.stepz=1", "--tasks", "toy")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("curves", "--iterations", "-1", "--tasks", "toy")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("curves", "--plot-only")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("unknown task 'cheetah'; there are: toy, fragile")
        .contains("unknown method 'sarsa'; there are: mb-mpo")
        .contains("'one' is not a long")
        .contains("unknown learner setting 'meta.stepz'")
        .contains("--iterations is -1; at least 0")
        .contains("no trial in runs/experiments/curves has finished an iteration yet");
    assertThat(root.resolve("runs")).doesNotExist();
  }

  @Test
  void aMissingSimulatorIsSaidOnceBeforeAnyTrial() {
    environments =
        new Environments() {
          @Override
          public List<String> names() {
            return List.of("ant");
          }

          @Override
          public Environment open(TaskChoice choice) {
            throw LaunchException.environment("MuJoCo cannot be loaded; install it");
          }

          @Override
          public String configHash(TaskChoice choice) {
            return "";
          }
        };
    assertThat(run("curves", "--tasks", "ant")).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(err.toString()).contains("mbmpo: MuJoCo cannot be loaded; install it");
    assertThat(root.resolve("runs")).doesNotExist();
  }

  @Test
  void theHelpTeaches() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("Fig. 1", "Fig. 2", "Fig. 3", "Fig. 4", "runs/experiments/EXPERIMENT/TRIAL/")
        .contains("Ctrl-C", "Examples:");
    out.getBuffer().setLength(0);
    assertThat(run("biased-models", "--help")).isZero();
    assertThat(out.toString()).contains("--biases", "--seeds", "shifted by a constant");
  }

  @Test
  void theBenchmarkTasksAreThoseOfThePaper() {
    assertThat(new BenchmarkEnvironments().names())
        .contains("half_cheetah", "ant", "hopper", "walker2d", "swimmer", "point");
  }
}
