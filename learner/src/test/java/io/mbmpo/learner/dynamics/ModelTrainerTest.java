package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.FitReport.End;
import io.mbmpo.learner.dynamics.FitReport.ModelFit;
import io.mbmpo.learner.tensors.Device;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelTrainerTest {
  private static final NetworkShape SHAPE = NetworkShape.of(3, List.of(64, 64), 2);
  private static final int BATCH = 32;

  private ModelState first = ModelState.first(SHAPE, new SplittableRandom(3));
  private UnaryOperator<TrainingSession> disturbance = UnaryOperator.identity();
  private ModelState kept;
  private double keptLoss;
  private int stretches;

  private ModelFit fit(Transitions transitions, double rate, int epochs, int steps) {
    LearnerSettings.Model settings =
        new LearnerSettings.Model(1, List.of(64, 64), rate, BATCH, 0.8, epochs, steps, 0.5);
    Normalization normalization = Normalization.of(transitions);
    try (TrainingGraph graph = new TrainingGraph(SHAPE, Device.CPU);
        TrainingSession session = new TrainingSession(graph, first);
        FitData data =
            FitData.of(
                transitions.count(),
                normalization.inputs(transitions.observations(), transitions.actions()),
                normalization.targets(
                    transitions.observations(), transitions.nextObservations()))) {
      ModelTrainer trainer =
          new ModelTrainer(
              disturbance.apply(session), settings, data, new SplittableRandom(3), share -> {});
      do {
        stretches++;
      } while (trainer.advance());
      kept = session.state();
      keptLoss = session.loss(data, 0, transitions.count());
      return trainer.fit();
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
  void aFitIsWhatPlainJavaMakesOfTheSameMinibatches() {
    NetworkShape shape = NetworkShape.of(3, List.of(6, 5), 2);
    LearnerSettings.Model settings =
        new LearnerSettings.Model(1, List.of(6, 5), 1e-3, 8, 0.8, 1000, 17, 0.5);
    Transitions transitions = SmoothSystem.transitions(60, 2, 1);
    Normalization normalization = Normalization.of(transitions);
    float[] inputs = normalization.inputs(transitions.observations(), transitions.actions());
    float[] targets =
        normalization.targets(transitions.observations(), transitions.nextObservations());
    ModelState start = ModelState.first(shape, new SplittableRandom(5));
    DoubleNetwork plain = new DoubleNetwork(shape, start.parameters(), inputs, targets);
    try (TrainingGraph graph = new TrainingGraph(shape, Device.CPU);
        TrainingSession session = new TrainingSession(graph, start);
        TrainingSession orders = new TrainingSession(graph, start);
        FitData data = FitData.of(60, inputs, targets)) {
      ModelTrainer trainer =
          new ModelTrainer(session, settings, data, new SplittableRandom(8), share -> {});
      while (trainer.advance()) {}

      // 48 of 60 rows make epochs of 6 minibatches of 8; the third epoch is cut after 5.
      SplittableRandom random = new SplittableRandom(8);
      orders.drawSplit(60, random.nextLong());
      int[] validation = Arrays.copyOfRange(orders.split(), 48, 60);
      assertThat(trainer.fit().initialLoss()).isCloseTo(plain.loss(validation), within(1e-6));
      for (int step = 0; step < 17; step++) {
        if (step % 6 == 0) {
          orders.drawEpoch(48, random.nextLong());
        }
        int from = 8 * (step % 6);
        plain.step(Arrays.copyOfRange(orders.epoch(), from, from + 8), 1e-3);
      }
      assertThat(trainer.fit().end()).isEqualTo(End.STEPS);
      assertThat(trainer.fit().validationLoss()).isCloseTo(plain.loss(validation), within(1e-5));
      float[] fitted = session.state().parameters();
      for (int i = 0; i < fitted.length; i++) {
        assertThat((double) fitted[i])
            .as("parameter %d", i)
            .isCloseTo(plain.parameters[i], within(5e-5));
      }
      assertThat(session.state().steps()).isEqualTo(17);
    }
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
    assertThat(kept.steps()).isEqualTo(37);
  }

  @Test
  void theGreatestNumberOfEpochsIsHonoured() {
    ModelFit fit = fit(SmoothSystem.transitions(1000, 2, 1), 1e-4, 3, 100_000);
    assertThat(fit.end()).isEqualTo(End.EPOCHS);
    assertThat(fit.epochs()).isEqualTo(3);
    assertThat(fit.steps()).isEqualTo(75);
  }

  /** Work is counted in rows that go through the network, forward, or forward and back. */
  @Test
  void tenTimesTheDataIsNotMoreWorkOnceTheStepsAreBounded() {
    int steps = 60;
    for (int rows : new int[] {10_000, 100_000}) {
      int[] validated = new int[1];
      disturbance =
          session -> {
            TrainingSession watched = spy(session);
            doAnswer(
                    call -> {
                      validated[0] += call.<Integer>getArgument(2) - call.<Integer>getArgument(1);
                      return call.callRealMethod();
                    })
                .when(watched)
                .loss(any(), anyInt(), anyInt());
            return watched;
          };
      ModelFit fit = fit(SmoothSystem.transitions(rows, 2, 1), 1e-4, 1000, steps);
      assertThat(fit.end()).isEqualTo(End.STEPS);
      assertThat(fit.steps()).isEqualTo(steps);
      assertThat(validated[0]).isLessThanOrEqualTo(2 * steps * BATCH).isPositive();
    }
  }

  @Test
  void anEpochOfManyStepsIsDoneInStretches() {
    ModelFit fit = fit(SmoothSystem.transitions(10_000, 2, 1), 1e-4, 1, 100_000);
    assertThat(fit.steps()).isEqualTo(250);
    assertThat(stretches).isEqualTo(250 / ModelTrainer.STRETCH);
  }

  @Test
  void anAbsurdLearningRateIsCutUntilTheModelLearns() {
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e3, 100, 2000);
    assertThat(fit.divergences()).isBetween(1, 6);
    assertThat(fit.validationLoss()).isLessThan(0.75 * fit.initialLoss());
    assertThat(keptLoss).isFinite().isLessThan(0.75 * fit.initialLoss());
  }

  @Test
  void aHopelessLearningRateEndsWithTheParametersItBeganWith() {
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e30, 100, 2000);
    assertThat(fit.end()).isEqualTo(End.DIVERGED);
    assertThat(fit.validationLoss()).isEqualTo(fit.initialLoss());
    assertThat(kept.steps()).isZero();
    assertThat(kept.parameters()).isEqualTo(first.parameters());
    assertThat(keptLoss).isFinite();
  }

  @Test
  void parametersThatCouldPredictInfinityAreNotKept() {
    float[] huge = first.parameters().clone();
    Arrays.fill(huge, SHAPE.lengths(0), SHAPE.biases(0), 1e20f);
    Arrays.fill(huge, SHAPE.lengths(1), SHAPE.biases(1), 1e20f);
    disturbance =
        session -> {
          TrainingSession spoiled = spy(session);
          doReturn(huge).doCallRealMethod().when(spoiled).parameters();
          return spoiled;
        };
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e-3, 5, 2000);
    assertThat(fit.end()).isEqualTo(End.NOT_FINITE);
    assertThat(fit.validationLoss()).isEqualTo(fit.initialLoss());
    assertThat(kept).usingRecursiveComparison().isEqualTo(first);
  }

  @Test
  void aModelThatCannotPredictBeginsAnew() {
    float[] broken = first.parameters().clone();
    broken[SHAPE.biases(2)] = Float.NaN;
    first = new ModelState(broken, first.firstMoments(), first.secondMoments(), 9);
    ModelFit fit = fit(SmoothSystem.transitions(500, 2, 1), 1e-3, 20, 2000);
    assertThat(fit.initialLoss()).isFinite();
    assertThat(fit.validationLoss()).isLessThan(fit.initialLoss());
    assertThat(IntStream.range(0, broken.length))
        .allMatch(i -> Float.isFinite(kept.parameters()[i]));
  }
}
