package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

class ImaginationTest {
  private static final int HORIZON = 15;
  private static final int ROLLOUTS = 20;
  private static final Offset<Float> ROUNDING = Offset.offset(1e-4f);

  private final LearnerSettings.Meta meta = Fixtures.meta(0.1);

  private Rollouts imagine(Task task, List<Integer> hidden, DynamicsModel model, float logStd) {
    return imagine(task, Fixtures.settings(hidden, meta), model, logStd);
  }

  private Rollouts imagine(Task task, LearnerSettings settings, DynamicsModel model, float logStd) {
    try (Imagination imagination = new Imagination(task, settings, Device.CPU);
        TFloat32 theta = NativeFloats.vector(theta(task, logStd))) {
      return Fixtures.imagine(imagination, model, theta, first(task), 5);
    }
  }

  private float[] theta(Task task, float logStd) {
    PolicyShape shape = PolicyShape.of(task, meta);
    float[] theta = Fixtures.normal(new Random(1), shape.parameterCount(), 0, 0.3);
    for (int i = theta.length - task.actionSize(); i < theta.length; i++) {
      theta[i] = logStd;
    }
    return theta;
  }

  private static float[] first(Task task) {
    return Fixtures.starts(task, 2).draw(ROLLOUTS, 0.5, 3);
  }

  @Test
  void withoutNoiseStatesFollowModelAndPolicyAsInPlainJava() {
    Task task = new Fixtures.WideTask(4, 2);
    List<Integer> hidden = List.of(16, 16);
    try (DynamicsModel model = Fixtures.randomModel(task, hidden, 1.5, 7);
        Rollouts rollouts = imagine(task, hidden, model, -30)) {
      DoublePolicy.Samples samples = DoublePolicy.Samples.of(rollouts, task);
      float[] rewards = NativeFloats.values(rollouts.rewards());
      DoublePolicy policy = new DoublePolicy(task, PolicyShape.of(task, meta));
      double[] theta = new double[PolicyShape.of(task, meta).parameterCount()];
      float[] values = theta(task, -30);
      for (int i = 0; i < theta.length; i++) {
        theta[i] = values[i];
      }
      float[] first = first(task);
      double moved = 0;
      for (int b = 0; b < ROLLOUTS; b++) {
        double[] s = new double[4];
        for (int i = 0; i < 4; i++) {
          s[i] = first[b * 4 + i];
        }
        for (int t = 0; t < HORIZON; t++) {
          int row = t * ROLLOUTS + b;
          assertThat(samples.observations()[row]).containsExactly(s, within(1e-4));
          double[] a = policy.mean(theta, s);
          assertThat(samples.actions()[row]).containsExactly(a, within(1e-4));
          double[] next = predict(model, s, a);
          moved += Math.abs(next[0] - s[0]);
          s = next;
          assertThat((double) rewards[row]).isCloseTo(s[0], within(1e-4));
        }
      }
      assertThat(moved / (ROLLOUTS * HORIZON))
          .as("the model must do something")
          .isGreaterThan(0.01);
    }
  }

  /** The contract of {@link DynamicsModel} in plain Java. */
  private static double[] predict(DynamicsModel model, double[] s, double[] a) {
    double[] h = new double[s.length + a.length];
    for (int i = 0; i < h.length; i++) {
      double x = i < s.length ? s[i] : Math.max(-1, Math.min(1, a[i - s.length]));
      h[i] = (x - model.inputMean().getFloat(i)) / model.inputStd().getFloat(i);
    }
    for (int l = 0; l < model.weights().size(); l++) {
      TFloat32 w = model.weights().get(l);
      double[] out = new double[(int) w.shape().get(1)];
      for (int j = 0; j < out.length; j++) {
        out[j] = model.biases().get(l).getFloat(j);
        for (int i = 0; i < h.length; i++) {
          out[j] += h[i] * w.getFloat(i, j);
        }
        out[j] = l + 1 < model.weights().size() ? Math.max(0, out[j]) : out[j];
      }
      h = out;
    }
    double[] next = new double[s.length];
    for (int i = 0; i < s.length; i++) {
      double predicted = s[i] + model.deltaMean().getFloat(i) + model.deltaStd().getFloat(i) * h[i];
      next[i] = Math.max(model.low().getFloat(i), Math.min(model.high().getFloat(i), predicted));
    }
    return next;
  }

  @Test
  void actionsAreKeptAsDrawnAndHaveTheSetSpread() {
    Task task = new Fixtures.PointTask(100);
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0, 5);
        Rollouts rollouts = imagine(task, List.of(), model, (float) Math.log(2))) {
      DoublePolicy.Samples samples = DoublePolicy.Samples.of(rollouts, task);
      double squared = 0;
      for (int n = 0; n < samples.actions().length; n++) {
        double z = (samples.actions()[n][0] - samples.means()[n][0]) / 2;
        squared += z * z / samples.actions().length;
      }
      assertThat(squared).isCloseTo(1, within(0.25));
    }
  }

  @Test
  void anEpisodeCountsUpToAndIncludingTheStepThatTerminatesIt() {
    double radius = 1.5;
    Task task = new Fixtures.PointTask(radius);
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0.03f, 5);
        Rollouts rollouts = imagine(task, List.of(), model, -0.5f)) {
      DoublePolicy.Samples samples = DoublePolicy.Samples.of(rollouts, task);
      float[] alive = NativeFloats.values(rollouts.alive());
      float[] rewards = NativeFloats.values(rollouts.rewards());
      int steps = 0;
      int ended = 0;
      double sum = 0;
      float[] first = first(task);
      for (int b = 0; b < ROLLOUTS; b++) {
        double[] s = {first[2 * b], first[2 * b + 1]};
        boolean over = false;
        for (int t = 0; t < HORIZON; t++) {
          int row = t * ROLLOUTS + b;
          assertThat(alive[row]).as("episode %d step %d", b, t).isEqualTo(over ? 0 : 1);
          if (over) {
            assertThat(rewards[row]).isZero();
            assertThat(samples.weights()[row]).isZero();
            assertThat(samples.advantages()[row]).isZero();
            continue;
          }
          steps++;
          s = predict(model, s, samples.actions()[row]);
          double effort =
              Math.pow(Math.max(-1, Math.min(1, samples.actions()[row][0])), 2)
                  + Math.pow(Math.max(-1, Math.min(1, samples.actions()[row][1])), 2);
          double reward = 1 - s[0] * s[0] - s[1] * s[1] - 0.01 * effort;
          assertThat((double) rewards[row]).isCloseTo(reward, within(1e-5));
          sum += reward;
          over = s[0] * s[0] + s[1] * s[1] > radius * radius;
        }
        ended += over ? 1 : 0;
      }
      assertThat(ended).isBetween(1, ROLLOUTS - 1);
      assertThat(rollouts.terminatedShare()).isCloseTo((double) ended / ROLLOUTS, within(1e-6));
      assertThat(rollouts.meanReturn()).isCloseTo(sum / ROLLOUTS, within(1e-4));
      int total = steps;
      assertThat(Arrays.stream(samples.weights()))
          .allMatch(w -> w == 0 || Math.abs(w * total - 1) < 1e-5);
    }
  }

  @Test
  void withTerminationSwitchedOffEveryEpisodeGoesToTheHorizon() {
    Task task = new Fixtures.PointTask(1.5);
    LearnerSettings settings =
        Fixtures.imagining(
            Fixtures.settings(List.of(), meta), new LearnerSettings.Imagination(false, 0, 0));
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0.03f, 5);
        Rollouts rollouts = imagine(task, settings, model, -0.5f)) {
      assertThat(NativeFloats.values(rollouts.alive())).containsOnly(1);
      assertThat(rollouts.terminatedShare()).isZero();
    }
  }

  @Test
  void noiseOnPredictionsHasTheSetSpreadAndABiasTheSetShift() {
    Task task = new Fixtures.PointTask(1e3);
    LearnerSettings settings =
        Fixtures.imagining(
            Fixtures.settings(List.of(), meta), new LearnerSettings.Imagination(true, 0, 0.2));
    float[] bias = {0.1f, 0.3f};
    try (DynamicsModel model = Fixtures.pointModel(0, 0, 1e3f)) {
      model.shift(bias);
      try (Rollouts rollouts = imagine(task, settings, model, -30)) {
        double[][] states = DoublePolicy.Samples.of(rollouts, task).observations();
        int n = (HORIZON - 1) * ROLLOUTS;
        for (int d = 0; d < 2; d++) {
          double sum = 0;
          double squares = 0;
          for (int row = 0; row < n; row++) {
            double change = states[row + ROLLOUTS][d] - states[row][d];
            sum += change / n;
            squares += change * change / n;
          }
          double error = 0.2 / Math.sqrt(n);
          assertThat(sum).isCloseTo(bias[d], within(4 * error));
          assertThat(Math.sqrt(squares - sum * sum)).isCloseTo(0.2, within(4 * error));
        }
      }
    }
  }

  @Test
  void advantagesAgreeWithRecursionsAndNormalEquationsInPlainJava() {
    Task task = new Fixtures.PointTask(0.9);
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0.02f, 5);
        Rollouts rollouts = imagine(task, List.of(), model, -0.5f)) {
      DoublePolicy.Samples samples = DoublePolicy.Samples.of(rollouts, task);
      float[] alive = NativeFloats.values(rollouts.alive());
      float[] rewards = NativeFloats.values(rollouts.rewards());
      int n = HORIZON * ROLLOUTS;
      double[] returns = new double[n];
      for (int row = n - 1; row >= 0; row--) {
        int following = row + ROLLOUTS;
        returns[row] = rewards[row] + (following < n ? meta.discount() * returns[following] : 0);
      }
      double[] values = ridgePredictions(task, samples, returns);
      double[] advantages = new double[n];
      for (int row = n - 1; row >= 0; row--) {
        int following = row + ROLLOUTS;
        boolean goesOn = following < n && alive[following] == 1;
        double delta =
            rewards[row] + (goesOn ? meta.discount() * values[following] : 0) - values[row];
        advantages[row] =
            delta + (goesOn ? meta.discount() * meta.gaeLambda() * advantages[following] : 0);
      }
      double mean = 0;
      double squares = 0;
      for (int row = 0; row < n; row++) {
        mean += samples.weights()[row] * advantages[row];
        squares += samples.weights()[row] * advantages[row] * advantages[row];
      }
      double std = Math.sqrt(squares - mean * mean);
      for (int row = 0; row < n; row++) {
        if (alive[row] == 1) {
          assertThat(samples.advantages()[row])
              .isCloseTo((advantages[row] - mean) / std, within(2e-3));
        }
      }
    }
  }

  /** Weighted ridge regression by Gaussian elimination. */
  private static double[] ridgePredictions(
      Task task, DoublePolicy.Samples samples, double[] returns) {
    int n = returns.length;
    int f = 2 * task.observationSize() + 4;
    double[][] phi = new double[n][f];
    double[][] system = new double[f][f + 1];
    for (int row = 0; row < n; row++) {
      int at = 0;
      for (int i = 0; i < task.observationSize(); i++) {
        double s =
            (samples.observations()[row][i] - task.observationCenter()[i])
                * task.observationScale()[i];
        phi[row][at] = s;
        phi[row][task.observationSize() + at++] = s * s;
      }
      int step = row / ROLLOUTS;
      double t = (double) step / HORIZON;
      System.arraycopy(
          new double[] {t, t * t, t * t * t, 1}, 0, phi[row], 2 * task.observationSize(), 4);
      for (int i = 0; i < f; i++) {
        for (int j = 0; j < f; j++) {
          system[i][j] += samples.weights()[row] * phi[row][i] * phi[row][j];
        }
        system[i][f] += samples.weights()[row] * phi[row][i] * returns[row];
      }
    }
    for (int i = 0; i < f; i++) {
      system[i][i] += LinearBaseline.RIDGE;
    }
    for (int k = 0; k < f; k++) {
      for (int i = 0; i < f; i++) {
        double factor = i == k ? 0 : system[i][k] / system[k][k];
        for (int j = k; j <= f; j++) {
          system[i][j] -= factor * system[k][j];
        }
      }
    }
    double[] predictions = new double[n];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < f; i++) {
        predictions[row] += phi[row][i] * system[i][f] / system[i][i];
      }
    }
    return predictions;
  }

  /**
   * Up to rounding: on processors without AVX-512 the last bits of a product depend on which row of
   * the batch it is (seen: 4e-6 after the whole horizon); on others the bits are the same.
   */
  @Test
  void aTaskImaginesTheSameAloneAndInCompany() {
    Task task = new Fixtures.WideTask(5, 3);
    List<Integer> hidden = List.of(64, 64);
    LearnerSettings settings =
        Fixtures.imagining(
            Fixtures.settings(hidden, meta), new LearnerSettings.Imagination(true, 0, 0.1));
    try (DynamicsModel model = Fixtures.randomModel(task, hidden, 1.5, 7);
        Imagination imagination = new Imagination(task, settings, Device.CPU);
        TFloat32 one = NativeFloats.vector(theta(task, -1));
        TFloat32 two = NativeFloats.vector(theta(task, -0.5f))) {
      List<Imagination.Request> requests =
          List.of(
              new Imagination.Request(one, first(task), 5),
              new Imagination.Request(two, first(task), 6),
              new Imagination.Request(two, first(task), 7));
      List<Rollouts> together = imagination.run(model, requests);
      for (int i = 0; i < 3; i++) {
        try (Rollouts alone = imagination.run(model, List.of(requests.get(i))).get(0);
            Rollouts inCompany = together.get(i)) {
          for (int t = 0; t < 6; t++) {
            assertThat(NativeFloats.values(inCompany.sample(t)))
                .as("task %d tensor %d", i, t)
                .containsExactly(NativeFloats.values(alone.sample(t)), ROUNDING);
          }
          assertThat(NativeFloats.values(inCompany.rewards()))
              .containsExactly(NativeFloats.values(alone.rewards()), ROUNDING);
        }
      }
    }
  }

  @Test
  void aModelThatPredictsNaNEndsEpisodesAtOnceAndSpreadsNoNaN() {
    Task task = new Fixtures.PointTask(10);
    try (DynamicsModel model = Fixtures.pointModel(0.2f, Float.NaN, 5);
        Rollouts rollouts = imagine(task, List.of(), model, -0.5f)) {
      assertThat(rollouts.terminatedShare()).isEqualTo(1);
      assertThat(rollouts.meanReturn()).isZero();
      for (int i = 0; i < 6; i++) {
        for (float value : NativeFloats.values(rollouts.sample(i))) {
          assertThat(value).isFinite();
        }
      }
      float[] alive = NativeFloats.values(rollouts.alive());
      for (int row = 0; row < alive.length; row++) {
        assertThat(alive[row]).isEqualTo(row < ROLLOUTS ? 1 : 0);
      }
    }
  }

  @Test
  void constantFeaturesLeaveTheBaselineSolvable() {
    Task task = new Fixtures.PointTask(10);
    LearnerSettings settings = Fixtures.settings(List.of(), meta);
    try (DynamicsModel model = Fixtures.pointModel(0, 0, 5);
        Imagination imagination = new Imagination(task, settings, Device.CPU);
        TFloat32 theta = NativeFloats.vector(theta(task, -0.5f));
        Rollouts rollouts =
            Fixtures.imagine(imagination, model, theta, new float[2 * ROLLOUTS], 5)) {
      for (float advantage : NativeFloats.values(rollouts.sample(4))) {
        assertThat(advantage).isFinite();
      }
    }
  }

  @Test
  void aModelWithOtherLayersIsRefused() {
    Task task = new Fixtures.PointTask(10);
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0, 5)) {
      assertThatThrownBy(() -> imagine(task, List.of(16), model, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 layers")
          .hasMessageContaining("built for 2");
    }
  }
}
