package io.mbmpo.learner.dynamics;

import static io.mbmpo.learner.dynamics.SmoothSystem.ACTIONS;
import static io.mbmpo.learner.dynamics.SmoothSystem.STATES;
import static io.mbmpo.learner.dynamics.SmoothSystem.settings;
import static io.mbmpo.learner.dynamics.SmoothSystem.transitions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DynamicsEnsembleTest {
  private static Workers workers;

  @BeforeAll
  static void startWorkers() {
    workers = new Workers(2);
  }

  @AfterAll
  static void stopWorkers() {
    workers.close();
  }

  private static DynamicsEnsemble ensemble(LearnerSettings.Model settings) {
    return new DynamicsEnsemble(STATES, ACTIONS, settings, workers, 1);
  }

  private static LearnerSettings.Model shortFit(int steps) {
    return new LearnerSettings.Model(2, List.of(16), 1e-3, 50, 0.8, 1000, steps, 0.99);
  }

  /** The record's formula in plain Java. */
  private static float[] predict(DynamicsModel model, float[] s, float[] a) {
    float[] x = new float[s.length + a.length];
    for (int i = 0; i < x.length; i++) {
      float raw = i < s.length ? s[i] : Math.max(-1, Math.min(1, a[i - s.length]));
      x[i] = (raw - model.inputMean().getFloat(i)) / model.inputStd().getFloat(i);
    }
    for (int layer = 0; layer < model.weights().size(); layer++) {
      float[] y = new float[(int) model.biases().get(layer).size()];
      for (int j = 0; j < y.length; j++) {
        double sum = model.biases().get(layer).getFloat(j);
        for (int i = 0; i < x.length; i++) {
          sum += x[i] * model.weights().get(layer).getFloat(i, j);
        }
        y[j] = (float) (layer + 1 < model.weights().size() ? Math.max(0, sum) : sum);
      }
      x = y;
    }
    for (int i = 0; i < s.length; i++) {
      float next = s[i] + model.deltaMean().getFloat(i) + model.deltaStd().getFloat(i) * x[i];
      x[i] = Math.max(model.low().getFloat(i), Math.min(model.high().getFloat(i), next));
    }
    return x;
  }

  private static float[] row(float[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  @Test
  void aSmoothSystemIsLearnedToAFewPercentOfItsChange() {
    try (DynamicsEnsemble ensemble = ensemble(settings())) {
      FitReport report = ensemble.fit(transitions(2000, 2, 1), 7, share -> {});

      assertThat(report.validationLoss()).isLessThan(0.005);
      Transitions unseen = transitions(200, 1.8, 2);
      for (DynamicsModel model : ensemble.models()) {
        try (model) {
          double error = 0;
          double change = 0;
          for (int row = 0; row < unseen.count(); row++) {
            float[] s = row(unseen.observations(), row, STATES);
            float[] next = row(unseen.nextObservations(), row, STATES);
            float[] predicted = predict(model, s, row(unseen.actions(), row, ACTIONS));
            for (int i = 0; i < STATES; i++) {
              error += Math.pow(predicted[i] - next[i], 2);
              change += Math.pow(next[i] - s[i], 2);
            }
          }
          assertThat(Math.sqrt(error / change)).isLessThan(0.08);
        }
      }
    }
  }

  @Test
  void modelsWithWeightNormalizationMultipliedOutPredictWhatTheGraphPredicts() {
    NetworkShape shape = NetworkShape.of(STATES + ACTIONS, List.of(16), STATES);
    try (DynamicsEnsemble ensemble = ensemble(shortFit(100))) {
      ensemble.fit(transitions(300, 2, 1), 7, share -> {});
      Transitions some = transitions(40, 1, 3);
      EnsembleState state = ensemble.state();
      Normalization normalization = state.normalization().orElseThrow();
      List<DynamicsModel> models = ensemble.models();
      for (int k = 0; k < models.size(); k++) {
        try (DynamicsModel model = models.get(k);
            TrainingGraph graph = new TrainingGraph(shape, Device.CPU);
            TrainingSession session = new TrainingSession(graph, state.models().get(k));
            FitData data =
                FitData.of(
                    some.count(),
                    normalization.inputs(some.observations(), some.actions()),
                    normalization.targets(some.observations(), some.nextObservations()))) {
          float[] graphs = session.predict(data);
          for (int row = 0; row < some.count(); row++) {
            float[] s = row(some.observations(), row, STATES);
            float[] plain = predict(model, s, row(some.actions(), row, ACTIONS));
            for (int i = 0; i < STATES; i++) {
              float expected =
                  s[i]
                      + normalization.deltaMean()[i]
                      + normalization.deltaStd()[i] * graphs[row * STATES + i];
              assertThat(plain[i]).isCloseTo(expected, within(1e-4f));
            }
          }
        }
      }
    }
  }

  @Test
  void predictionsStayInTheRangeSeenIncludingEndStates() {
    Transitions data = transitions(300, 2, 1);
    data.nextObservations()[1] = -9;
    try (DynamicsEnsemble ensemble = ensemble(shortFit(20))) {
      ensemble.fit(data, 7, share -> {});
      for (DynamicsModel model : ensemble.models()) {
        try (model) {
          assertThat(model.low().getFloat(1)).isLessThan(-9f).isGreaterThan(-10f);
          assertThat(predict(model, new float[] {0, 500}, new float[] {0})[1])
              .isEqualTo(model.high().getFloat(1));
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsOnOneAndOnTwoThreads() {
    List<EnsembleState> states = new ArrayList<>();
    for (int threads : new int[] {1, 2, 2}) {
      try (Workers some = new Workers(threads);
          DynamicsEnsemble ensemble =
              new DynamicsEnsemble(STATES, ACTIONS, shortFit(120), some, 1)) {
        ensemble.fit(transitions(300, 2, 1), 7, share -> {});
        states.add(ensemble.state());
      }
    }
    assertSame(states.get(1), states.get(0));
    assertSame(states.get(2), states.get(0));
  }

  @Test
  void modelsAreDifferentFromEachOther() {
    try (DynamicsEnsemble ensemble = ensemble(shortFit(50))) {
      ensemble.fit(transitions(300, 2, 1), 7, share -> {});
      List<ModelState> models = ensemble.state().models();
      assertThat(models.get(0).parameters()).isNotEqualTo(models.get(1).parameters());
    }
  }

  @Test
  void aFitAfterRestoreIsTheFitThatWouldHaveBeen() {
    Transitions first = transitions(200, 2, 1);
    Transitions second = transitions(400, 2, 4);
    try (DynamicsEnsemble ensemble = ensemble(shortFit(60));
        DynamicsEnsemble resumed =
            new DynamicsEnsemble(STATES, ACTIONS, shortFit(60), workers, 99)) {
      ensemble.fit(first, 7, share -> {});
      resumed.restore(ensemble.state());
      assertSame(resumed.state(), ensemble.state());
      ensemble.fit(second, 8, share -> {});
      resumed.fit(second, 8, share -> {});
      assertSame(resumed.state(), ensemble.state());
      assertThat(ensemble.state().models().get(0).steps()).isGreaterThan(60);
    }
  }

  private static void assertSame(EnsembleState actual, EnsembleState expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void aStateOfOtherLayersIsRefused() {
    try (DynamicsEnsemble ensemble = ensemble(shortFit(1));
        DynamicsEnsemble other = ensemble(settings())) {
      EnsembleState state = other.state();
      assertThatThrownBy(() -> ensemble.restore(state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 32, 32, 2]")
          .hasMessageContaining("[3, 16, 2]");
    }
  }

  @Test
  void aStateThatIsNotFiniteIsRefused() {
    try (DynamicsEnsemble ensemble = ensemble(shortFit(1))) {
      EnsembleState state = ensemble.state();
      state.models().get(1).secondMoments()[3] = Float.POSITIVE_INFINITY;
      assertThatThrownBy(() -> ensemble.restore(state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("model 1")
          .hasMessageContaining("older checkpoint");
    }
  }

  @Test
  void anotherSeedIsAnotherFit() {
    Transitions data = transitions(300, 2, 1);
    List<float[]> parameters = new ArrayList<>();
    for (long seed : new long[] {7, 8}) {
      try (DynamicsEnsemble ensemble = ensemble(shortFit(50))) {
        ensemble.fit(data, seed, share -> {});
        parameters.add(ensemble.state().models().get(0).parameters());
      }
    }
    assertThat(parameters.get(0)).isNotEqualTo(parameters.get(1));
  }

  @Test
  void aSecondFitStartsFromTheFirst() {
    Transitions data = transitions(500, 2, 1);
    try (DynamicsEnsemble ensemble = ensemble(shortFit(400))) {
      FitReport cold = ensemble.fit(data, 7, share -> {});
      FitReport warm = ensemble.fit(data, 8, share -> {});
      for (int k = 0; k < 2; k++) {
        assertThat(cold.models().get(k).initialLoss()).isGreaterThan(0.5);
        assertThat(warm.models().get(k).initialLoss())
            .isLessThan(2 * cold.models().get(k).validationLoss());
      }
      assertThat(warm.validationLoss()).isLessThan(cold.validationLoss());
    }
  }

  @Test
  void modelsDisagreeMoreAwayFromTheData() {
    try (DynamicsEnsemble ensemble = ensemble(shortFit(400))) {
      ensemble.fit(transitions(1000, 1, 1), 7, share -> {});
      double[] seen = ensemble.disagreement(new float[] {0.2f, -0.3f, 0, 0.5f}, new float[2]);
      double[] unseen = ensemble.disagreement(new float[] {6, -6}, new float[1]);
      assertThat(unseen[0]).isGreaterThan(5 * Math.max(seen[0], seen[1]));
      assertThat(ensemble.disagreement(new float[0], new float[0])).isEmpty();
    }
  }

  @Test
  void aColumnThatNeverChangesIsPredictedNotToChange() {
    Transitions data = transitions(300, 2, 1);
    for (int row = 0; row < data.count(); row++) {
      data.observations()[2 * row] = 0.7f;
      data.nextObservations()[2 * row] = 0.7f;
    }
    try (DynamicsEnsemble ensemble = ensemble(shortFit(100))) {
      FitReport report = ensemble.fit(data, 7, share -> {});
      assertThat(report.validationLoss()).isFinite();
      for (DynamicsModel model : ensemble.models()) {
        try (model) {
          float[] next = predict(model, new float[] {0.7f, 1}, new float[] {0.5f});
          assertThat(next[0]).isEqualTo(0.7f);
          assertThat(next[1]).isFinite().isNotEqualTo(1);
        }
      }
    }
  }

  @Test
  void theOddRowWithNanIsLeftOutAndReported() {
    Transitions data = transitions(300, 2, 1);
    data.observations()[10] = Float.NaN;
    data.actions()[20] = Float.POSITIVE_INFINITY;
    try (DynamicsEnsemble ensemble = ensemble(shortFit(20))) {
      FitReport report = ensemble.fit(data, 7, share -> {});
      assertThat(report.dropped()).isEqualTo(2);
      assertThat(report.transitions()).isEqualTo(298);
      assertThat(report.validationLoss()).isFinite();
    }
  }

  @Test
  void manyRowsWithNanAreRefusedWithTheirNumber() {
    Transitions data = transitions(300, 2, 1);
    Arrays.fill(data.nextObservations(), 0, 8, Float.NaN);
    try (DynamicsEnsemble ensemble = ensemble(shortFit(20))) {
      assertThatThrownBy(() -> ensemble.fit(data, 7, share -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4 of 300");
    }
  }

  @Test
  void noDataAndModelsBeforeAFitAreErrors() {
    try (DynamicsEnsemble ensemble = ensemble(shortFit(20))) {
      assertThatThrownBy(() -> ensemble.fit(transitions(0, 2, 1), 7, share -> {}))
          .hasMessageContaining("no transitions");
      assertThatThrownBy(ensemble::models).hasMessageContaining("not been fitted");
      Transitions wide = new Transitions(3, 1, new float[3], new float[1], new float[3], null);
      assertThatThrownBy(() -> ensemble.fit(wide, 7, share -> {}))
          .hasMessageContaining("3 observations and 1 actions, the ensemble 2 and 1");
    }
  }

  @Test
  void aHandfulOfRowsCanBeFitted() {
    for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 49}) {
      try (DynamicsEnsemble ensemble = ensemble(shortFit(30))) {
        FitReport report = ensemble.fit(transitions(rows, 2, 1), 7, share -> {});
        assertThat(report.validationLoss()).as("%d rows", rows).isFinite();
        for (DynamicsModel model : ensemble.models()) {
          try (model) {
            assertThat(predict(model, new float[] {1, 1}, new float[] {0}))
                .doesNotContain(Float.NaN);
          }
        }
      }
    }
  }

  @Test
  void progressRisesToOne() {
    List<Double> shares = new ArrayList<>();
    try (DynamicsEnsemble ensemble = ensemble(shortFit(40))) {
      ensemble.fit(transitions(300, 2, 1), 7, shares::add);
    }
    assertThat(shares).isSorted().last().isEqualTo(1.0);
  }

  /** Leaks of what a fit feeds and fetches would add up to hundreds of megabytes here. */
  @Test
  void nativeMemoryStaysBoundedOverManyFits() throws IOException {
    Transitions data = transitions(100_000, 2, 1);
    try (DynamicsEnsemble ensemble = ensemble(shortFit(10))) {
      for (int i = 0; i < 20; i++) {
        fitAndTakeModels(ensemble, data, i);
      }
      long before = residentBytes();
      for (int i = 0; i < 100; i++) {
        fitAndTakeModels(ensemble, data, i);
      }
      assertThat(residentBytes() - before).isLessThan(80L << 20);
    }
  }

  private static void fitAndTakeModels(DynamicsEnsemble ensemble, Transitions data, int seed) {
    ensemble.fit(data, seed, share -> {});
    ensemble.models().forEach(DynamicsModel::close);
  }

  private static long residentBytes() throws IOException {
    System.gc();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4096;
  }
}
