package io.mbmpo.launch.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.learner.LearnerProfiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalReportTest {
  @TempDir Path folder;

  private static RehearsalDescription description(String episodes) {
    return new RehearsalDescription(
        new RehearsalSettings(
            "go1",
            "hash",
            "slippery",
            2,
            20,
            LearnerProfiles.load("walk", Map.of("fineTuning.episodes", episodes)),
            LearnerProfiles.load("walk", Map.of())),
        1_000_000,
        "1970-01-12T13:46:40Z",
        "unknown",
        List.of());
  }

  private static EvaluationRow measured(
      Stage stage, long seed, int episode, double episodeReturn, int fell) {
    return new EvaluationRow(
        "slippery",
        stage.text(),
        "run" + seed,
        seed,
        episode,
        episodeReturn,
        10,
        5,
        0,
        fell,
        fell == 1 ? "fall" : "horizon");
  }

  private static void write(RehearsalFolder rehearsal, Stage stage, long seed, double mean)
      throws Exception {
    Path path = rehearsal.path().resolve("run" + seed + "-00000000").resolve(stage.text());
    Files.createDirectories(path);
    StageFolder at = new StageFolder(path);
    RecordCsv.write(
        at.evaluation(),
        EvaluationRow.class,
        List.of(measured(stage, seed, 0, mean - 1, 1), measured(stage, seed, 1, mean + 1, 0)));
    if (stage == Stage.TUNED) {
      RecordCsv.write(
          at.collected(),
          CollectedRow.class,
          List.of(
              new CollectedRow(
                  "slippery",
                  "tuned",
                  "run" + seed,
                  seed,
                  0,
                  "e0",
                  "GAUSSIAN",
                  3,
                  1,
                  60,
                  90,
                  "fall"),
              new CollectedRow(
                  "slippery",
                  "tuned",
                  "run" + seed,
                  seed,
                  0,
                  "e1",
                  "GAUSSIAN",
                  4,
                  0,
                  30,
                  60,
                  "horizon")));
    }
  }

  @Test
  void theTableHasALineAStageOverAllSeedsWithTheRobotTimeOfOne() throws Exception {
    RehearsalFolder rehearsal = RehearsalFolder.prepare(folder, description("10"));
    write(rehearsal, Stage.BEFORE, 1, 100);
    write(rehearsal, Stage.BEFORE, 2, 120);
    write(rehearsal, Stage.TUNED, 1, 150);
    write(rehearsal, Stage.TUNED, 2, 170);
    Files.createDirectories(folder.resolve("run3-00000000/tuned")); // not over

    List<String> table = new RehearsalReport(rehearsal).write();

    assertThat(table)
        .hasSize(4)
        .contains(
            "| meta-policy, Gazebo | 100, 120 | 110 ± 14 | 0.50 | 2 of 4 | – | – | – |",
            "| after VPG fine-tuning | 150, 170 | 160 ± 14 | 0.50 | 2 of 4 | 1.5 | 2.5 | 2 of 4 |");
    assertThat(folder.resolve("returns.png")).isNotEmptyFile();
    assertThat(RecordCsv.read(folder.resolve("summary.csv"), SummaryRow.class)).hasSize(4);
    assertThat(RecordCsv.read(folder.resolve("evaluations.csv"), EvaluationRow.class)).hasSize(8);
    assertThat(RecordCsv.read(folder.resolve("collected.csv"), CollectedRow.class)).hasSize(4);
  }

  @Test
  void aFolderGoesOnWithTheSameSettingsAndRefusesOthersByName() {
    RehearsalFolder first = RehearsalFolder.prepare(folder, description("10"));
    assertThat(RehearsalFolder.prepare(folder, description("10")).path()).isEqualTo(first.path());
    assertThatThrownBy(() -> RehearsalFolder.prepare(folder, description("20")))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("tuning.fineTuning.episodes is 10 there, 20 asked for");
  }
}
