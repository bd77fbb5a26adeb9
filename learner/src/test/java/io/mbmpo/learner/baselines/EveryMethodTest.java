package io.mbmpo.learner.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.toy.AlteredEpisode;
import io.mbmpo.learner.toy.PointTask;
import io.mbmpo.learner.toy.ToyLearning;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every method, on a linear-quadratic toy. */
class EveryMethodTest {
  private static final int ITERATIONS = 3;
  @TempDir Path folder;

  private ToyLearning toy(String name, Method method) {
    return new ToyLearning(folder.resolve(name), method, ITERATIONS)
        .on(new PointTask(1.8))
        .with("modelFree.episodes", 6)
        .with("model.maxEpochs", 5)
        .with("meta.steps", 2)
        .with("meta.horizon", 6)
        .with("ensembleTrpo.checkEvery", 1)
        .with("planning.candidates", 300)
        .with("planning.horizon", 4);
  }

  private static byte[] digest(ToyLearning toy) {
    try (TransitionStore store = new TransitionStore(toy.storeFile())) {
      return store.digest(ToyLearning.RUN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutOffAfterAnyIterationAndResumedItLearnsWhatItWouldHaveLearned(Method method) {
    ToyLearning whole = toy("whole", method);
    PolicySnapshot learned = whole.run(7, report -> {});
    for (int last = 0; last < ITERATIONS - 1; last++) {
      ToyLearning cut = toy("cut-" + last, method);
      int at = last;
      assertThatThrownBy(
              () ->
                  cut.run(
                      7,
                      report -> {
                        if (report.iteration() == at + 1) {
                          throw new IllegalStateException("power cut");
                        }
                      }))
          .hasMessage("power cut");
      assertThat(cut.run(7, report -> {}).parameters()).isEqualTo(learned.parameters());
      assertThat(digest(cut)).isEqualTo(digest(whole));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNumberOfWorkersDoesNotChangeABit(Method method) {
    ToyLearning one = toy("one", method).threads(1);
    ToyLearning two = toy("two", method).threads(2);
    assertThat(one.run(7, report -> {}).parameters())
        .isEqualTo(two.run(7, report -> {}).parameters());
    assertThat(digest(one)).isEqualTo(digest(two));
  }

  @ParameterizedTest
  @EnumSource
  void everyIterationReportsItsPolicyAndTheRealSteps(Method method) {
    ToyLearning toy = toy("plain", method);
    List<IterationReport> reports = toy.reports(7);
    assertThat(reports).extracting(IterationReport::iteration).containsExactly(0, 1, 2);
    long steps = 0;
    for (IterationReport report : reports) {
      steps += report.episodes().stream().mapToInt(Episode::length).sum();
      assertThat(report.realSteps()).isEqualTo(steps);
      assertThat(report.theta()).hasSize(method == Method.MB_MPC ? 0 : 2 * 8 + 8 + 8 * 2 + 2 + 2);
    }
    PolicySnapshot last = toy.run(7, report -> {});
    assertThat(last.parameters()).isEqualTo(reports.get(ITERATIONS - 1).theta());
  }

  @ParameterizedTest
  @EnumSource(names = {"TRPO", "PPO"})
  void episodesThatNothingCanBeLearnedFromLeaveThePolicyAsItWas(Method method) {
    List<UnaryOperator<Episode>> fates =
        List.of(episode -> cut(episode, 0), EveryMethodTest::motionless, EveryMethodTest::unseen);
    for (int i = 0; i < fates.size(); i++) {
      List<IterationReport> reports = toy("fate-" + i, method).fate(fates.get(i)).reports(7);
      assertThat(reports).hasSize(ITERATIONS);
      for (IterationReport report : reports) {
        assertThat(report.theta()).isEqualTo(reports.get(0).theta());
      }
      finite(reports);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anObservationThatIsNotFiniteOrAnEmptyEpisodeSpoilsNothing(Method method) {
    UnaryOperator<Episode> fate =
        episode -> {
          if (episode.episodeId().endsWith("e0000")) {
            episode.observations()[1] = Float.NaN;
          }
          return episode.episodeId().endsWith("e0001") ? cut(episode, 0) : episode;
        };
    List<IterationReport> reports =
        toy("spoilt", method).with("real.randomEpisodes", 40).fate(fate).reports(7);
    assertThat(reports).hasSize(ITERATIONS);
    if (method != Method.MB_MPC) {
      assertThat(reports).extracting(IterationReport::acceptedSteps).allMatch(n -> n > 0);
    }
    finite(reports);
  }

  @ParameterizedTest
  @EnumSource
  void episodesOfOneStepAreEnoughToGoOn(Method method) {
    List<IterationReport> reports = toy("tiny", method).fate(e -> cut(e, 1)).reports(7);
    assertThat(reports).hasSize(ITERATIONS);
    finite(reports);
  }

  @ParameterizedTest
  @EnumSource
  void observationsThatNeverChangeAreEnoughToGoOn(Method method) {
    UnaryOperator<Episode> stuck =
        e -> AlteredEpisode.with(e, new float[e.observations().length], e.actions());
    List<IterationReport> reports = toy("stuck", method).fate(stuck).reports(7);
    assertThat(reports).hasSize(ITERATIONS);
    finite(reports);
  }

  @ParameterizedTest
  @EnumSource
  void rewardsTooLargeForAFloatLeaveThePolicyFinite(Method method) {
    UnaryOperator<Episode> huge =
        episode -> {
          float[] observations = episode.observations().clone();
          for (int i = 0; i < observations.length; i++) {
            observations[i] *= 1e19f;
          }
          return AlteredEpisode.with(episode, observations, episode.actions());
        };
    List<IterationReport> reports =
        toy("huge", method).on(new PointTask(Double.POSITIVE_INFINITY)).fate(huge).reports(7);
    assertThat(reports).hasSize(ITERATIONS);
    finite(reports);
  }

  private static void finite(List<IterationReport> reports) {
    for (IterationReport report : reports) {
      for (float value : report.theta()) {
        assertThat(value).isFinite();
      }
    }
  }

  private static Episode cut(Episode e, int steps) {
    return AlteredEpisode.cut(e, steps, e.end());
  }

  /** Nothing moves and nothing was done: all returns are equal. */
  private static Episode motionless(Episode e) {
    return AlteredEpisode.with(
        e, new float[2 * (PointTask.HORIZON + 1)], new float[2 * PointTask.HORIZON]);
  }

  private static Episode unseen(Episode e) {
    float[] observations = new float[e.observations().length];
    Arrays.fill(observations, Float.NaN);
    return AlteredEpisode.with(e, observations, e.actions());
  }
}
