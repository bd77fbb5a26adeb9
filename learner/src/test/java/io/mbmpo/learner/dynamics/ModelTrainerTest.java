package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.FitReport.End;
import io.mbmpo.learner.dynamics.FitReport.ModelFit;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelTrainerTest {
  private static final NetworkShape SHAPE = NetworkShape.of(3, List.of(64, 64), 2);

  private ModelState kept;
  private double keptLoss;

  private ModelFit fit(Transitions transitions, double rate, int epochs, int steps) {
    LearnerSettings.Model settings =
        new LearnerSettings.Model(1, List.of(64, 64), rate, 32, 0.8, epochs, steps, 0.5);
    SplittableRandom random = new SplittableRandom(3);
    Normalization normalization = Normalization.of(transitions);
    int n = SHAPE.parameterCount();
    ModelState first =
        new ModelState(SHAPE.initialParameters(random), new float[n], new float[n], 0);
    try (TrainingGraph graph = new TrainingGraph(SHAPE);
        TrainingSession session = new TrainingSession(graph, first);
        FitData data =
            FitData.of(
                transitions.count(),
                normalization.inputs(transitions.observations(), transitions.actions()),
                normalization.targets(
                    transitions.observations(), transitions.nextObservations()))) {
      ModelFit fit = new ModelTrainer(session, settings, data, random, share -> {}).fit();
      kept = session.state();
      int[] all = new int[transitions.count()];
      java.util.Arrays.setAll(all, i -> i);
      keptLoss = session.loss(data, all);
      return fit;
    }
  }

  /** Targets that no model can know: the validation loss must rise soon. */
  private static Transitions noise(int count) {
    Transitions data = SmoothSystem.transitions(count, 2, 1);
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < data.nextObservations().length; i++) {
      data.nextObservations()[i] = (float) random.nextDouble();
      data.observations()[i] = (float) (1e-3 * random.nextDouble());
    }
    return data;
  }

  @Test
  void aFitToNoiseIsStoppedEarlyAndItsBestParametersAreKept() {
    ModelFit fit = fit(noise(200), 1e-2, 10_000, 100_000);
    assertThat(fit.end()).isEqualTo(End.EARLY_STOP);
    assertThat(fit.epochs()).isLessThan(500);
    assertThat(fit.validationLoss()).isLessThanOrEqualTo(fit.initialLoss());
    // Adam's t says which step's parameters were kept: one before the last.
    assertThat(kept.steps()).isLessThan(fit.steps());
  }

  @Test
  void theGreatestNumberOfStepsIsHonouredWithinAnEpoch() {
    ModelFit fit = fit(SmoothSystem.transitions(1000, 2, 1), 1e-4, 1000, 37);
    assertThat(fit.end()).isEqualTo(End.STEPS);
    assertThat(fit.steps()).isEqualTo(37);
    assertThat(fit.epochs()).isEqualTo(2);
  }

  @Test
  void theGreatestNumberOfEpochsIsHonoured() {
    ModelFit fit = fit(SmoothSystem.transitions(1000, 2, 1), 1e-4, 3, 100_000);
    assertThat(fit.end()).isEqualTo(End.EPOCHS);
    assertThat(fit.epochs()).isEqualTo(3);
    assertThat(fit.steps()).isEqualTo(75);
  }

  @Test
  void anAbsurdLearningRateIsCutUntilTheModelLearns() {
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e3, 100, 2000);
    assertThat(fit.divergences()).isBetween(1, 6);
    assertThat(fit.validationLoss()).isLessThan(0.5 * fit.initialLoss());
    assertThat(keptLoss).isFinite().isLessThan(0.5 * fit.initialLoss());
  }

  @Test
  void aHopelessLearningRateEndsWithTheParametersItBeganWith() {
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e30, 100, 2000);
    assertThat(fit.end()).isEqualTo(End.DIVERGED);
    assertThat(fit.validationLoss()).isEqualTo(fit.initialLoss());
    assertThat(kept.steps()).isZero();
    assertThat(keptLoss).isFinite();
  }
}
