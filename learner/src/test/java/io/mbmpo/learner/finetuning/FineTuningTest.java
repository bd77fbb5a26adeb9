package io.mbmpo.learner.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Learner;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.toy.AlteredEpisode;
import io.mbmpo.learner.toy.PointTask;
import io.mbmpo.learner.toy.ToyLearning;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning on a linear-quadratic toy: 15 steps are worth at most 15. */
class FineTuningTest {
  @TempDir Path folder;
  private float[] start;

  /** A policy that pushes the point home, but weakly. */
  @BeforeEach
  void learnALittle() {
    start = new ToyLearning(folder.resolve("start"), Method.TRPO, 6).run(1, r -> {}).parameters();
  }

  private ToyLearning toy(String name, int iterations) {
    return new ToyLearning(folder.resolve(name), Method.TRPO, iterations)
        .with("fineTuning.episodes", 20)
        .with("fineTuning.step", 0.5)
        .with("fineTuning.maxKl", 0.02);
  }

  private PolicySnapshot tune(ToyLearning toy, Consumer<IterationReport> reports) {
    return Learner.fineTuning(
            toy.identity(),
            toy.settings(),
            start,
            3,
            toy.storeFile(),
            toy.checkpoints(),
            toy.compute())
        .run(toy::robot, () -> false, reports);
  }

  private List<IterationReport> reports(ToyLearning toy) {
    List<IterationReport> reports = new ArrayList<>();
    tune(toy, reports::add);
    return reports;
  }

  @Test
  void smallStepsOnRealEpisodesAloneMakeThePolicyBetter() {
    List<IterationReport> reports = reports(toy("plain", 25));
    double first = ToyLearning.meanReturn(reports.get(0), Exploration.GAUSSIAN);
    double last = ToyLearning.meanReturn(reports.get(reports.size() - 1), Exploration.GAUSSIAN);
    assertThat(first).isLessThan(9);
    assertThat(last).isGreaterThan(13);
    for (IterationReport report : reports) {
      assertThat(report.episodes()).hasSize(21);
      if (report.acceptedSteps() > 0) {
        assertThat(report.kl()).isPositive().isLessThanOrEqualTo(0.02);
        assertThat(report.step()).isPositive().isLessThanOrEqualTo(0.5);
      }
    }
  }

  @Test
  void whatComesOutIsTheBestPolicyMeasured() {
    double best = Double.NEGATIVE_INFINITY;
    List<IterationReport> reports = new ArrayList<>();
    PolicySnapshot last = tune(toy("plain", 8), reports::add);
    float[] expected = null;
    for (IterationReport report : reports) {
      double measured = ToyLearning.meanReturn(report, Exploration.GAUSSIAN);
      if (measured > best) {
        best = measured;
        expected = report.theta();
      }
      assertThat(report.theta()).isEqualTo(expected);
    }
    assertThat(last.parameters()).isEqualTo(expected).isNotEqualTo(start);
  }

  @Test
  void stepsThatAreFarTooLongAreTakenBackAndItEndsWithTheBest() {
    List<IterationReport> reports =
        reports(
            toy("wild", 60)
                .with("fineTuning.step", 1e4)
                .with("fineTuning.maxKl", 10)
                .with("fineTuning.reversions", 2));
    assertThat(reports).hasSizeLessThan(60);
    assertThat(reports.stream().filter(r -> r.acceptedSteps() == 0)).as("taken back").hasSize(2);
    IterationReport last = reports.get(reports.size() - 1);
    double worse = ToyLearning.meanReturn(last, Exploration.GAUSSIAN);
    double best =
        reports.stream()
            .mapToDouble(r -> ToyLearning.meanReturn(r, Exploration.GAUSSIAN))
            .max()
            .orElseThrow();
    assertThat(worse).isLessThan(best);
    assertThat(last.theta()).as("the best, not the last").isEqualTo(bestTheta(reports));
  }

  private static float[] bestTheta(List<IterationReport> reports) {
    double best = Double.NEGATIVE_INFINITY;
    float[] theta = null;
    for (IterationReport report : reports) {
      double measured = ToyLearning.meanReturn(report, Exploration.GAUSSIAN);
      if (measured > best) {
        best = measured;
        theta = report.theta();
      }
    }
    return theta;
  }

  @Test
  void itEndsWhenNothingBetterIsFoundForLong() {
    List<IterationReport> reports =
        reports(toy("patient", 60).with("fineTuning.step", 1e-9).with("fineTuning.patience", 3));
    int sinceBest = 0;
    for (int i = 1; i < reports.size(); i++) {
      boolean same = Arrays.equals(reports.get(i).theta(), reports.get(i - 1).theta());
      sinceBest = same ? sinceBest + 1 : 0;
    }
    assertThat(sinceBest).isEqualTo(3);
    assertThat(reports).hasSizeLessThan(60);
  }

  @Test
  void cutOffAfterAnyIterationAndResumedItGoesOnTheSame() {
    ToyLearning whole = toy("whole", 4).on(new PointTask(1.8));
    PolicySnapshot tuned = tune(whole, report -> {});
    for (int last = 0; last < 3; last++) {
      ToyLearning cut = toy("cut-" + last, 4).on(new PointTask(1.8)).threads(1);
      int at = last;
      assertThatThrownBy(
              () ->
                  tune(
                      cut,
                      report -> {
                        if (report.iteration() == at + 1) {
                          throw new IllegalStateException("power cut");
                        }
                      }))
          .hasMessage("power cut");
      assertThat(tune(cut, report -> {}).parameters()).isEqualTo(tuned.parameters());
      try (TransitionStore one = new TransitionStore(whole.storeFile());
          TransitionStore other = new TransitionStore(cut.storeFile())) {
        assertThat(other.digest(ToyLearning.RUN)).isEqualTo(one.digest(ToyLearning.RUN));
      }
    }
  }

  @Test
  void episodesThatNothingCanBeLearnedFromLeaveItWithWhatItBeganWith() {
    ToyLearning unseen = toy("unseen", 3);
    unseen.fate(
        episode -> {
          Arrays.fill(episode.observations(), Float.NaN);
          return episode;
        });
    assertThat(tune(unseen, report -> {}).parameters()).isEqualTo(start);
  }

  /** Otherwise each better policy would look worse than the one before and be taken back. */
  @Test
  void episodesThatALateMachineCutShortAreNotHeldAgainstThePolicy() {
    ToyLearning late = toy("late", 25);
    late.fate(
        episode ->
            episode.iteration() > 0 && episode.seed() % 2 == 0
                ? AlteredEpisode.cut(episode, 2, "tick overrun")
                : episode);
    List<IterationReport> reports = reports(late);
    assertThat(returnOf(reports)).isGreaterThan(13);
  }

  @Test
  void episodesThatThePolicyCutShortAreHeldAgainstIt() {
    ToyLearning shaky = toy("shaky", 25);
    shaky.fate(e -> e.iteration() > 0 ? AlteredEpisode.cut(e, 2, "joint velocity limit") : e);
    List<IterationReport> reports = reports(shaky);
    assertThat(reports.get(reports.size() - 1).theta()).isEqualTo(start);
  }

  /** Return of the policy that came out, where nothing is late. */
  private double returnOf(List<IterationReport> reports) {
    start = reports.get(reports.size() - 1).theta();
    ToyLearning again = toy("judge", 1);
    return ToyLearning.meanReturn(reports(again).get(0), Exploration.GAUSSIAN);
  }

  @Test
  void aPolicyOfAnotherShapeOrNotFiniteIsRefused() {
    ToyLearning toy = toy("refused", 3);
    start[4] = Float.NaN;
    assertThatThrownBy(() -> tune(toy, report -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("θ[4] is NaN");
    start = new float[7];
    assertThatThrownBy(() -> tune(toy, report -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("θ has 7 values, a policy of layers [2, 8, 2] has 44");
  }
}
