package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.learner.LearnerProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialFolderTest {
  @TempDir Path folder;
  private final TrialPlan plan = Toys.plan("trial", 3, 10, 0);

  private static TrialPlan changed(TrialPlan plan, String setting, String value) {
    return new TrialPlan(
        plan.trial(),
        plan.line(),
        plan.task(),
        plan.method(),
        plan.seed(),
        plan.start(),
        LearnerProfiles.changed(plan.learner(), Map.of(setting, value)),
        plan.realSteps(),
        plan.evaluationEpisodes());
  }

  private static TrialPlan to(TrialPlan plan, int iterations, long realSteps) {
    TrialPlan longer = changed(plan, "iterations", "" + iterations);
    return new TrialPlan(
        longer.trial(),
        longer.line(),
        longer.task(),
        longer.method(),
        longer.seed(),
        longer.start(),
        longer.learner(),
        realSteps,
        longer.evaluationEpisodes());
  }

  @Test
  void whatWasWrittenDownIsReadBack() {
    TrialFolder made = Toys.prepare(folder, plan);
    assertThat(TrialFolder.open(made.path()).description()).isEqualTo(made.description());
    assertThat(made.path().resolve("trial.yaml"))
        .content()
        .contains("seed: 3", "revision: abc", "horizon: 20", "innerStep:", "method: mb-mpo");
    assertThat(Toys.prepare(folder, plan).description()).isEqualTo(made.description());
    assertThat(TrialFolder.list(folder, Toys::unexpected)).hasSize(1);
  }

  @Test
  void aTrialOfOtherSettingsIsRefusedByTheSettingThatDiffers() {
    Toys.prepare(folder, plan);
    assertThatThrownBy(() -> Toys.prepare(folder, changed(plan, "meta.steps", "7")))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("learner.meta.steps is 2 there, 7 asked for")
        .hasMessageContaining("--folder");
    assertThatThrownBy(() -> Toys.prepare(folder, Toys.plan("trial", 4, 10, 0)))
        .hasMessageContaining("seed is 3 there, 4 asked for");
  }

  @Test
  void iterationsAndRealStepsMayGrowButNeverShrink() {
    TrialFolder first = Toys.prepare(folder, to(plan, 10, 500));
    first.finish();
    TrialFolder same = Toys.prepare(folder, to(plan, 8, 400));
    assertThat(same.finished()).isTrue();
    assertThat(same.plan()).isEqualTo(first.plan());
    TrialFolder longer = Toys.prepare(folder, to(plan, 12, 400));
    assertThat(longer.finished()).isFalse();
    assertThat(longer.plan().learner().iterations()).isEqualTo(12);
    assertThat(longer.plan().realSteps()).isEqualTo(500);
    longer.finish();
    TrialFolder unlimited = Toys.prepare(folder, to(plan, 5, 0));
    assertThat(unlimited.finished()).isFalse();
    assertThat(unlimited.plan().realSteps()).isZero();
    assertThat(TrialFolder.open(unlimited.path()).plan()).isEqualTo(unlimited.plan());
  }

  @Test
  void aDamagedDescriptionIsNamedWithItsField() throws IOException {
    TrialFolder trial = Toys.prepare(folder, plan);
    Path yaml = trial.path().resolve("trial.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("seed: 3", "seed: many"));
    assertThatThrownBy(() -> TrialFolder.open(trial.path()))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("trial.yaml cannot be read: plan.seed");
  }

  @Test
  void aSettingThatThereIsNotIsNamedWithThoseThatThereAre() throws IOException {
    TrialFolder trial = Toys.prepare(folder, plan);
    Path yaml = trial.path().resolve("trial.yaml");
    String text = Files.readString(yaml);
    assertThat(text).contains("setting: GYM");
    Files.writeString(yaml, text.replace("setting: GYM", "setting: gymnasium"));
    assertThatThrownBy(() -> TrialFolder.open(trial.path()))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll(
            "trial.yaml cannot be read: plan.task.options.setting: it is \"gymnasium\"",
            "allowed: GYM, PAPER_CODE");
  }

  @Test
  void aFolderThatIsNoTrialIsRefused() {
    assertThatThrownBy(() -> TrialFolder.open(folder)).hasMessageContaining("no trial.yaml");
    assertThat(TrialFolder.list(folder.resolve("nothing"), Toys::unexpected)).isEmpty();
  }
}
