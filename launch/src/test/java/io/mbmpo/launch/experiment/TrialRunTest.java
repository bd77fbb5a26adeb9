package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.checkpoint.Checkpoint;
import io.mbmpo.learner.tensors.Compute;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrialRunTest {
  private static final int ITERATIONS = 4;

  @TempDir Path folder;
  private final ToyEnvironments environments = new ToyEnvironments();

  private TrialFolder prepare(String experiments, int iterations, long realSteps) {
    return Toys.prepare(folder.resolve(experiments), Toys.plan("trial", 3, iterations, realSteps));
  }

  private void run(TrialFolder trial) {
    new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
        .run(() -> false, () -> {});
  }

  /** Everything but wall times. */
  private static List<CurveRow> timeless(TrialFolder trial) {
    return trial.rows().stream()
        .map(
            r ->
                new CurveRow(
                    r.iteration(),
                    r.realSteps(),
                    r.returnMean(),
                    r.returnStd(),
                    r.deterministicReturn(),
                    r.length(),
                    r.terminatedShare(),
                    r.collectReturn(),
                    r.imaginedReturn(),
                    r.validationLoss(),
                    r.disagreement(),
                    r.kl(),
                    r.adaptationKl(),
                    r.acceptedSteps(),
                    0,
                    0,
                    0,
                    0,
                    0))
        .toList();
  }

  private static float[] theta(TrialFolder trial) {
    return TrialRun.checkpoints(trial).newest().map(Checkpoint::theta).orElseThrow();
  }

  @Test
  void everyIterationIsARowAndEvaluationIsNoRealStep() {
    TrialFolder trial = prepare("whole", ITERATIONS, 0);
    run(trial);
    assertThat(trial.finished()).isTrue();
    assertThat(trial.rows()).extracting(CurveRow::iteration).containsExactly(0, 1, 2, 3);
    // Three random episodes, then one of each of two adapted policies, 20 steps each.
    assertThat(trial.rows()).extracting(CurveRow::realSteps).containsExactly(60L, 100L, 140L, 180L);
    assertThat(trial.rows())
        .allSatisfy(
            row -> {
              assertThat(row.returnMean()).isFinite().isNegative();
              assertThat(row.deterministicReturn()).isFinite();
              assertThat(row.collectReturn()).isFinite().isNegative();
              assertThat(row.validationLoss()).isPositive();
              assertThat(row.length()).isEqualTo(20);
              assertThat(row.wallS()).isPositive();
            });
    assertThat(trial.rows()).extracting(CurveRow::wallS).isSorted();
    assertThat(environments.open).hasValue(0);
  }

  @Test
  void cutOffInAnyEpisodeAndStartedAgainItEndsWithTheSameCurve() {
    TrialFolder whole = prepare("whole", ITERATIONS, 0);
    run(whole);
    int episodes = environments.resets.get();
    assertThat(episodes).isGreaterThan(20);
    for (int at = 2; at < episodes; at += 9) {
      TrialFolder cut = prepare("cut-" + at, ITERATIONS, 0);
      int fuse = at;
      AtomicInteger before = new AtomicInteger(environments.resets.get());
      assertThatThrownBy(
              () ->
                  new TrialRun(
                          cut,
                          new FaultyEnvironments(
                              environments, () -> environments.resets.get() - before.get() > fuse),
                          Compute.oneCore(),
                          System::nanoTime)
                      .run(() -> false, () -> {}))
          .hasMessage("power cut");
      assertThat(cut.finished()).isFalse();
      run(cut);
      assertThat(timeless(cut)).as("cut at episode %d", at).isEqualTo(timeless(whole));
      assertThat(theta(cut)).isEqualTo(theta(whole));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void everyMethodLeavesACurveAndGoesOnWithIt(Method method) {
    TrialFolder whole = ofMethod("whole", method, 3);
    run(whole);
    assertThat(whole.rows())
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(row.shownReturn()).isFinite().isNegative();
              assertThat(Double.isNaN(row.returnMean())).isEqualTo(method == Method.MB_MPC);
            });
    run(ofMethod("extended", method, 2));
    TrialFolder extended = ofMethod("extended", method, 3);
    run(extended);
    assertThat(timeless(extended)).isEqualTo(timeless(whole));
  }

  private TrialFolder ofMethod(String name, Method method, int iterations) {
    TrialPlan plan = Toys.plan("trial", 3, iterations, 0);
    return Toys.prepare(
        folder.resolve(name),
        new TrialPlan(
            plan.trial(),
            plan.line(),
            plan.task(),
            method.text(),
            plan.seed(),
            "",
            LearnerProfiles.changed(
                plan.learner(),
                Map.of(
                    "planning.episodes", "2",
                    "planning.candidates", "20",
                    "planning.horizon", "5",
                    "modelFree.episodes", "3",
                    "ensembleTrpo.episodes", "2")),
            0,
            plan.evaluationEpisodes()));
  }

  @Test
  void askedToStopItEndsInOrderAndIsNotFinished() {
    TrialFolder trial = prepare("stopped", ITERATIONS, 0);
    assertThatThrownBy(
            () ->
                new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
                    .run(() -> environments.resets.get() > 6, () -> {}))
        .isInstanceOf(LearningStopped.class);
    assertThat(trial.finished()).isFalse();
    assertThat(environments.open).hasValue(0);
  }

  @Test
  void itEndsWithTheIterationThatReachesTheRealStepsAskedFor() {
    TrialFolder trial = prepare("limited", 100, 130);
    run(trial);
    assertThat(trial.rows()).extracting(CurveRow::realSteps).containsExactly(60L, 100L, 140L);
    assertThat(trial.finished()).isTrue();
    run(trial);
    assertThat(trial.rows()).hasSize(3);
  }

  @Test
  void aFinishedTrialGoesFurtherToWhereALongOneWouldHaveCome() {
    TrialFolder whole = prepare("whole", ITERATIONS, 0);
    run(whole);
    run(prepare("extended", 2, 0));
    TrialFolder extended = prepare("extended", ITERATIONS, 0);
    assertThat(extended.finished()).isFalse();
    run(extended);
    assertThat(timeless(extended)).isEqualTo(timeless(whole));
    assertThat(prepare("extended", 2, 0).finished()).isTrue();
  }

  @Test
  void theConclusionComesBeforeTheEndIsMarked() {
    TrialFolder trial = prepare("concluded", 1, 0);
    assertThatThrownBy(
            () ->
                new TrialRun(trial, environments, Compute.oneCore(), System::nanoTime)
                    .run(
                        () -> false,
                        () -> {
                          throw new IllegalStateException("no map");
                        }))
        .hasMessage("no map");
    assertThat(trial.finished()).isFalse();
  }

  @Test
  void twoProcessesNeverWorkOnOneTrial() {
    TrialFolder trial = prepare("locked", 1, 0);
    try (RunLock lock = trial.lock()) {
      assertThatThrownBy(() -> run(trial))
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("stop it first");
    }
  }
}
