package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.types.TFloat32;

/** Small tasks, models and settings shared by the tests. */
final class Fixtures {
  private Fixtures() {}

  /**
   * A point in the plane, s = (x, y), that is to be pushed to the origin and may not leave a disc.
   */
  static final class PointTask implements Task {
    private final double radius;

    PointTask(double radius) {
      this.radius = radius;
    }

    @Override
    public int observationSize() {
      return 2;
    }

    @Override
    public int actionSize() {
      return 2;
    }

    @Override
    public int horizon() {
      return 20;
    }

    @Override
    public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
      V distance = math.sum(math.square(next));
      V effort = math.sum(math.square(math.clip(action, -1, 1)));
      return math.plus(math.plus(math.times(distance, -1), math.times(effort, -0.01)), 1);
    }

    @Override
    public <V> V terminated(Arithmetic<V> math, V next) {
      return math.below(math.times(math.sum(math.square(next)), -1), -radius * radius);
    }

    @Override
    public float[] observationCenter() {
      return new float[] {0.1f, -0.2f};
    }

    @Override
    public float[] observationScale() {
      return new float[] {0.8f, 1.5f};
    }
  }

  /** A task of any size whose reward is the first value of the next state; nothing ends it. */
  static final class WideTask implements Task {
    private final int observations;
    private final int actions;

    WideTask(int observations, int actions) {
      this.observations = observations;
      this.actions = actions;
    }

    @Override
    public int observationSize() {
      return observations;
    }

    @Override
    public int actionSize() {
      return actions;
    }

    @Override
    public int horizon() {
      return 200;
    }

    @Override
    public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
      return math.slice(next, 0, 1);
    }

    @Override
    public <V> V terminated(Arithmetic<V> math, V next) {
      return math.below(math.slice(next, 1, 2), -1e6);
    }

    @Override
    public float[] observationCenter() {
      return new float[observations];
    }

    @Override
    public float[] observationScale() {
      float[] ones = new float[observations];
      Arrays.fill(ones, 1);
      return ones;
    }
  }

  static LearnerSettings settings(List<Integer> modelHidden, LearnerSettings.Meta meta) {
    return settings(new LearnerSettings.Model(1, modelHidden, 1e-3, 32, 0.8, 1, 1, 0.99), meta);
  }

  static LearnerSettings settings(LearnerSettings.Model model, LearnerSettings.Meta meta) {
    return new LearnerSettings(
        "test",
        1,
        model,
        new LearnerSettings.Imagination(true, 0, 0),
        meta,
        new LearnerSettings.Real(1, 1, 1, 20, 20),
        new LearnerSettings.EnsembleTrpo(1, 5, 0.7),
        new LearnerSettings.Planning(1, 50, 5, 1),
        new LearnerSettings.ModelFree(1),
        new LearnerSettings.Ppo(0.2, 10, 64, 1e-3, 0.03),
        new LearnerSettings.FineTuning(2, 0.1, 0.01, 5, 2, 3));
  }

  /** Episodes of one task imagined alone. */
  static Rollouts imagine(
      Imagination imagination, DynamicsModel model, TFloat32 theta, float[] first, long noise) {
    return imagination.run(model, List.of(new Imagination.Request(theta, first, noise))).get(0);
  }

  /** The same with imagination that differs from model and task. */
  static LearnerSettings imagining(
      LearnerSettings settings, LearnerSettings.Imagination imagination) {
    return new LearnerSettings(
        settings.profile(),
        settings.iterations(),
        settings.model(),
        imagination,
        settings.meta(),
        settings.real(),
        settings.ensembleTrpo(),
        settings.planning(),
        settings.modelFree(),
        settings.ppo(),
        settings.fineTuning());
  }

  /** The same with other real episodes. */
  static LearnerSettings really(LearnerSettings settings, LearnerSettings.Real real) {
    return new LearnerSettings(
        settings.profile(),
        settings.iterations(),
        settings.model(),
        settings.imagination(),
        settings.meta(),
        real,
        settings.ensembleTrpo(),
        settings.planning(),
        settings.modelFree(),
        settings.ppo(),
        settings.fineTuning());
  }

  /** The same with another planning horizon. */
  static LearnerSettings planning(LearnerSettings settings, int horizon) {
    return new LearnerSettings(
        settings.profile(),
        settings.iterations(),
        settings.model(),
        settings.imagination(),
        settings.meta(),
        settings.real(),
        settings.ensembleTrpo(),
        new LearnerSettings.Planning(1, 50, horizon, 1),
        settings.modelFree(),
        settings.ppo(),
        settings.fineTuning());
  }

  /** Small sizes, α with effect. */
  static LearnerSettings.Meta meta(double innerStep) {
    return new LearnerSettings.Meta(
        List.of(8, 8),
        0.5,
        0.1,
        innerStep,
        0.1,
        10,
        1,
        20,
        15,
        0.5,
        0.99,
        0.95,
        0.02,
        10,
        1,
        1e-5,
        15);
  }

  /** s′ = s + gain · clip(a) + drift, exactly, within ±{@code range}: no hidden layer. */
  static DynamicsModel pointModel(float gain, float drift, float range) {
    float[] w = {0, 0, 0, 0, gain, 0, 0, gain};
    return new DynamicsModel(
        List.of(NativeFloats.matrix(w, 2)),
        List.of(TFloat32.vectorOf(0, 0)),
        TFloat32.vectorOf(0, 0, 0, 0),
        TFloat32.vectorOf(1, 1, 1, 1),
        TFloat32.vectorOf(drift, drift),
        TFloat32.vectorOf(1, 1),
        TFloat32.vectorOf(-range, -range),
        TFloat32.vectorOf(range, range));
  }

  /** A random ReLU model with non-trivial normalizations. */
  static DynamicsModel randomModel(Task task, List<Integer> hidden, double size, long seed) {
    Random random = new Random(seed);
    int observations = task.observationSize();
    int inputs = observations + task.actionSize();
    List<Integer> layers = new ArrayList<>(hidden);
    layers.add(0, inputs);
    layers.add(observations);
    List<TFloat32> weights = new ArrayList<>();
    List<TFloat32> biases = new ArrayList<>();
    for (int i = 0; i + 1 < layers.size(); i++) {
      int in = layers.get(i);
      int out = layers.get(i + 1);
      weights.add(
          NativeFloats.matrix(normal(random, in * out, 0, size * Math.sqrt(2.0 / in)), out));
      biases.add(NativeFloats.vector(normal(random, out, 0, 0.1)));
    }
    float[] wide = new float[observations];
    Arrays.fill(wide, 3);
    float[] narrow = new float[observations];
    Arrays.fill(narrow, -3);
    return new DynamicsModel(
        weights,
        biases,
        NativeFloats.vector(normal(random, inputs, 0, 0.2)),
        NativeFloats.vector(normal(random, inputs, 1, 0.1)),
        NativeFloats.vector(normal(random, observations, 0, 0.01)),
        NativeFloats.vector(normal(random, observations, 0.2, 0.02)),
        NativeFloats.vector(narrow),
        NativeFloats.vector(wide));
  }

  static float[] normal(Random random, int n, double mean, double std) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + std * random.nextGaussian());
    }
    return values;
  }

  static StartStates starts(Task task, long seed) {
    Random random = new Random(seed);
    return new StartStates(
        task.observationSize(),
        normal(random, 10 * task.observationSize(), 0, 0.5),
        normal(random, 100 * task.observationSize(), 0, 0.5));
  }
}
