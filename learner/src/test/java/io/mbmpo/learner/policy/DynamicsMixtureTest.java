package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

class DynamicsMixtureTest {
  private static final int TASKS = 2;
  private static final int ROLLOUTS = 20;
  private static final int HORIZON = 15;
  private static final float[] DRIFTS = {0.1f, 0.2f, 0.4f};

  private final Task task = new Fixtures.PointTask(1e3);
  private final LearnerSettings settings = Fixtures.settings(List.of(), Fixtures.meta(0.1));
  private final PolicyShape shape = PolicyShape.of(task, settings.meta());
  private final float[] theta = Fixtures.normal(new Random(1), shape.parameterCount(), 0, 0.3);
  private final List<DynamicsModel> models = new ArrayList<>();

  @AfterEach
  void close() {
    models.forEach(DynamicsModel::close);
  }

  /** Steps of all rows as numbers of the models that predicted them, [step][row]. */
  private int[][] dealt(long seed) {
    try (Imagination imagination = new Imagination(task, settings, Device.CPU, models.size())) {
      List<Rollouts> tasks = imagine(imagination, seed);
      int[][] dealt = new int[HORIZON - 1][TASKS * ROLLOUTS];
      for (int i = 0; i < TASKS; i++) {
        double[][] states = DoublePolicy.Samples.of(tasks.get(i), task).observations();
        for (int t = 0; t < HORIZON - 1; t++) {
          for (int row = 0; row < ROLLOUTS; row++) {
            double moved = states[(t + 1) * ROLLOUTS + row][0] - states[t * ROLLOUTS + row][0];
            dealt[t][i * ROLLOUTS + row] = drift(moved);
          }
        }
      }
      tasks.forEach(Rollouts::close);
      return dealt;
    }
  }

  private List<Rollouts> imagine(Imagination imagination, long seed) {
    try (TFloat32 parameters = NativeFloats.vector(theta)) {
      List<Imagination.Request> requests = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        float[] first = Fixtures.starts(task, 2).draw(ROLLOUTS, 0.5, seed + i);
        requests.add(new Imagination.Request(parameters, first, seed + i));
      }
      return models.size() == 1
          ? imagination.run(models.get(0), requests)
          : imagination.run(models, requests);
    }
  }

  private static int drift(double moved) {
    for (int k = 0; k < DRIFTS.length; k++) {
      if (Math.abs(moved - DRIFTS[k]) < 1e-4) {
        return k;
      }
    }
    throw new AssertionError("no model moves a point by " + moved);
  }

  @Test
  void everyStepIsPredictedByExactlyOneModelAndTheModelsShareThemOutEvenly() {
    for (float drift : DRIFTS) {
      models.add(Fixtures.pointModel(0, drift, 1e3f));
    }
    int[][] dealt = dealt(7);
    int[] total = new int[DRIFTS.length];
    for (int[] step : dealt) {
      int[] shares = new int[DRIFTS.length];
      for (int model : step) {
        shares[model]++;
        total[model]++;
      }
      assertThat(shares).containsOnly(13, 14);
    }
    int steps = TASKS * ROLLOUTS * (HORIZON - 1);
    assertThat(Arrays.stream(total)).allMatch(n -> Math.abs(n - steps / 3.0) <= 2);
  }

  @Test
  void whichModelPredictsIsByChanceForEveryRowAndStep() {
    for (float drift : DRIFTS) {
      models.add(Fixtures.pointModel(0, drift, 1e3f));
    }
    int[][] dealt = dealt(7);
    int same = 0;
    int again = 0;
    int[][] other = dealt(8);
    int n = 0;
    for (int t = 0; t + 1 < dealt.length; t++) {
      for (int row = 0; row < dealt[t].length; row++) {
        same += dealt[t][row] == dealt[t + 1][row] ? 1 : 0;
        again += dealt[t][row] == other[t][row] ? 1 : 0;
        n++;
      }
    }
    double error = 4 * Math.sqrt(2.0 / 9 / n);
    assertThat((double) same / n).as("of the next step").isCloseTo(1.0 / 3, within(error));
    assertThat((double) again / n).as("of another seed").isCloseTo(1.0 / 3, within(error));
    assertThat(dealt(7)).isDeepEqualTo(dealt);
  }

  @Test
  void identicalModelsImagineWhatOneImagines() {
    Task wide = new Fixtures.WideTask(4, 2);
    LearnerSettings hidden = Fixtures.settings(List.of(16), Fixtures.meta(0.1));
    float[] parameters =
        Fixtures.normal(
            new Random(1), PolicyShape.of(wide, hidden.meta()).parameterCount(), 0, 0.3);
    try (Imagination mixed = new Imagination(wide, hidden, Device.CPU, 3);
        Imagination single = new Imagination(wide, hidden, Device.CPU);
        TFloat32 tensor = NativeFloats.vector(parameters)) {
      for (int k = 0; k < 3; k++) {
        models.add(Fixtures.randomModel(wide, List.of(16), 1.5, 7));
      }
      List<Imagination.Request> request =
          List.of(
              new Imagination.Request(tensor, Fixtures.starts(wide, 2).draw(ROLLOUTS, 0.5, 3), 5));
      try (Rollouts one = single.run(models.get(0), request).get(0);
          Rollouts three = mixed.run(models, request).get(0)) {
        for (int i = 0; i < 6; i++) {
          assertThat(NativeFloats.values(three.sample(i)))
              .containsExactly(NativeFloats.values(one.sample(i)), within(1e-3f));
        }
        assertThat(NativeFloats.values(three.rewards()))
            .containsExactly(NativeFloats.values(one.rewards()), within(1e-4f));
      }
    }
  }

  @Test
  void aModelThatPredictsNaNEndsTheEpisodesDealtToItAndNoOthers() {
    models.add(Fixtures.pointModel(0.2f, 0.1f, 1e3f));
    models.add(Fixtures.pointModel(0.2f, 0.1f, 1e3f));
    models.add(Fixtures.pointModel(Float.NaN, 0, 1e3f));
    try (Workers workers = new Workers(1);
        Imagination imagination = new Imagination(task, settings, Device.CPU, 3);
        PolicyOptimizer optimizer = new PolicyOptimizer(task, settings, workers)) {
      List<Rollouts> batches = imagine(imagination, 7);
      for (Rollouts batch : batches) {
        assertThat(batch.rows()).as("steps that count").hasSizeBetween(2 * ROLLOUTS, 6 * ROLLOUTS);
        for (int i = 0; i < 6; i++) {
          for (float value : NativeFloats.values(batch.sample(i))) {
            assertThat(value).isFinite();
          }
        }
      }
      for (float value : optimizer.trustRegionStep(theta, batches).theta()) {
        assertThat(value).isFinite();
      }
      batches.forEach(Rollouts::close);
    }
  }

  @Test
  void anotherNumberOfModelsIsRefused() {
    models.add(Fixtures.pointModel(0, 0.1f, 5));
    models.add(Fixtures.pointModel(0, 0.2f, 5));
    try (Imagination imagination = new Imagination(task, settings, Device.CPU, 3)) {
      assertThatThrownBy(() -> imagine(imagination, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 dynamics models, the imagination was built for 3");
    }
  }

  @Test
  void aPolicyIsCheckedInEachModelAlone() {
    models.add(Fixtures.pointModel(0.2f, 0, 5));
    models.add(Fixtures.pointModel(0.2f, 0.3f, 5));
    try (Workers workers = new Workers(1);
        EnsembleImagination imagination = new EnsembleImagination(task, settings, workers)) {
      StartStates starts = Fixtures.starts(task, 2);
      double[] returns = imagination.returns(theta, models, starts, 3);
      for (int k = 0; k < 2; k++) {
        double[] alone = imagination.returns(theta, List.of(models.get(k)), starts, 3);
        assertThat(alone).hasSize(1);
        if (k == 0) {
          assertThat(returns[0]).isEqualTo(alone[0]);
        }
      }
      assertThat(returns[0]).as("without drift").isGreaterThan(returns[1] + 5);
    }
  }
}
