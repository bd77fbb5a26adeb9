package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.types.TFloat32;

/** Gradients of the graphs against a second implementation and its finite differences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetaObjectiveTest {
  /** Large, so that the second-order terms are a good part of the meta-gradient. */
  private static final double ALPHA = 0.4;

  private final Task task = new Fixtures.PointTask(3);
  private final LearnerSettings settings = settings(List.of(5, 4));
  private final PolicyShape shape = PolicyShape.of(task, settings.meta());
  private final DoublePolicy reference = new DoublePolicy(task, shape);
  private final DynamicsModel model = Fixtures.pointModel(0.2f, 0.02f, 5);
  private final Imagination imagination = new Imagination(task, settings, Device.CPU);
  private final MetaObjective objective = new MetaObjective(task, settings.meta(), Device.CPU);
  private final MetaTask metaTask = new MetaTask(settings.meta(), Fixtures.starts(task, 5), 11, 12);
  private float[] theta;
  private TFloat32 parameters;
  private DoublePolicy.Samples before;
  private DoublePolicy.Samples after;

  private static LearnerSettings settings(List<Integer> hidden) {
    return settings(hidden, 1);
  }

  private static LearnerSettings settings(List<Integer> hidden, int fisherStride) {
    return Fixtures.settings(
        List.of(),
        new LearnerSettings.Meta(
            hidden,
            0.4,
            0.1,
            ALPHA,
            1e9,
            1,
            1,
            10,
            8,
            0,
            0.99,
            0.95,
            0.02,
            10,
            fisherStride,
            0,
            10));
  }

  @BeforeAll
  void imagine() {
    theta = randomTheta(shape, 3);
    parameters = NativeFloats.vector(theta);
    TaskGroup alone = new TaskGroup(model, List.of(metaTask));
    alone.adapt(ALPHA, theta, parameters, imagination, objective);
    alone.imagineAdapted(imagination);
    before = DoublePolicy.Samples.of(metaTask.before(), task);
    after = DoublePolicy.Samples.of(metaTask.after(), task);
  }

  @AfterAll
  void close() {
    parameters.close();
    metaTask.close();
    objective.close();
    imagination.close();
    model.close();
  }

  @Test
  void theInnerGradientAgreesWithFiniteDifferences() {
    double[] numeric = differences(t -> reference.surrogate(t, before), doubles(theta));
    float[] adapted = objective.adapt(parameters, 1, metaTask.before()).theta();
    double[] step = new double[theta.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = adapted[i] - theta[i];
    }
    assertThat(relativeError(step, numeric)).isLessThan(1e-5);
  }

  @Test
  void theMetaGradientAgreesWithFiniteDifferencesThroughTheInnerStep() {
    double[] numeric = differences(this::meta, doubles(theta));
    assertThat(relativeError(doubles(objective.gradient(parameters, metaTask)), numeric))
        .isLessThan(1e-4);
    assertThat(relativeError(reference.gradient(adapted(theta), after), numeric))
        .as("the first-order gradient must not pass for the second-order one")
        .isGreaterThan(0.05);
  }

  @Test
  void theMetaGradientIsExactAwayFromTheOldParametersToo() {
    float[] other = theta.clone();
    Random random = new Random(8);
    for (int i = 0; i < other.length; i++) {
      other[i] += (float) (0.05 * random.nextGaussian());
    }
    try (TFloat32 tensor = NativeFloats.vector(other)) {
      double[] numeric = differences(this::meta, doubles(other));
      assertThat(relativeError(doubles(objective.gradient(tensor, metaTask)), numeric))
          .isLessThan(1e-4);
    }
  }

  @Test
  void surrogateAndKlAgreeWithTheSecondImplementation() {
    float[] other = theta.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] += (float) (0.03 * Math.sin(i));
    }
    try (TFloat32 tensor = NativeFloats.vector(other)) {
      TrustRegion.Evaluation now = objective.evaluate(tensor, metaTask);
      double[] prime = adapted(other);
      assertThat(now.surrogate()).isCloseTo(reference.surrogate(prime, after), within(1e-5));
      assertThat(now.kl()).isCloseTo(reference.kl(prime, after), within(1e-5)).isPositive();
    }
  }

  @Test
  void atTheOldParametersTheKlVanishes() {
    assertThat(objective.evaluate(parameters, metaTask).kl()).isCloseTo(0, within(1e-6));
  }

  @Test
  void theFisherProductAgreesWithTheExplicitSecondDerivativeOfTheKl() {
    assertFisherProductIsThatOf(objective, before, after);
  }

  @Test
  void withAStrideTheFisherMatrixIsThatOfEveryNthEpisodeAlone() {
    int stride = 5;
    DoublePolicy.Samples t = every(stride, before);
    DoublePolicy.Samples after = every(stride, this.after);
    double[] prime = reference.adapted(doubles(theta), ALPHA, t);
    double[][] means = new double[after.weights().length][];
    for (int n = 0; n < means.length; n++) {
      means[n] = reference.mean(prime, after.observations()[n]);
    }
    double[] logStd = {prime[prime.length - 2], prime[prime.length - 1]};
    try (MetaObjective strided =
        new MetaObjective(task, settings(List.of(5, 4), stride).meta(), Device.CPU)) {
      assertFisherProductIsThatOf(
          strided,
          t,
          new DoublePolicy.Samples(
              after.observations(),
              after.actions(),
              means,
              logStd,
              after.advantages(),
              after.weights()));
      assertThat(strided.gradient(parameters, metaTask))
          .as("the gradient is of all episodes")
          .isEqualTo(objective.gradient(parameters, metaTask));
    }
  }

  private static DoublePolicy.Samples every(int stride, DoublePolicy.Samples all) {
    int n = all.weights().length / stride;
    double[][][] rows = new double[3][n][];
    double[] advantages = new double[n];
    double[] weights = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      rows[0][i] = all.observations()[i * stride];
      rows[1][i] = all.actions()[i * stride];
      rows[2][i] = all.means()[i * stride];
      advantages[i] = all.advantages()[i * stride];
      weights[i] = all.weights()[i * stride];
      total += weights[i];
    }
    for (int i = 0; i < n; i++) {
      weights[i] /= total;
    }
    return new DoublePolicy.Samples(rows[0], rows[1], rows[2], all.logStd(), advantages, weights);
  }

  @Test
  void anAcceptedStepKeepsTheBoundByTheSecondImplementationsKl() {
    for (double bound : new double[] {0.001, 0.01, 0.1}) {
      TrustRegion.Step step =
          new TrustRegion(bound, 10, 1e-5, 15).step(doubles(theta), new OneTask(), candidate -> {});
      assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.ACCEPTED);
      double kl = reference.kl(reference.adapted(step.theta(), ALPHA, before), after);
      assertThat(kl)
          .isPositive()
          .isLessThanOrEqualTo(bound * 1.001)
          .isCloseTo(step.kl(), within(1e-5));
      assertThat(meta(step.theta())).isGreaterThan(meta(doubles(theta)));
    }
  }

  /** The objective of the one task here. */
  private final class OneTask implements TrustRegion.Objective {
    @Override
    public double[] gradient() {
      return doubles(objective.gradient(parameters, metaTask));
    }

    @Override
    public double[] fisherProduct(double[] v) {
      try (TFloat32 direction = NativeFloats.vector(floats(v))) {
        return doubles(objective.fisherProduct(parameters, direction, metaTask));
      }
    }

    @Override
    public TrustRegion.Evaluation evaluate(double[] candidate) {
      try (TFloat32 tensor = NativeFloats.vector(floats(candidate))) {
        return objective.evaluate(tensor, metaTask);
      }
    }
  }

  private void assertFisherProductIsThatOf(
      MetaObjective tested, DoublePolicy.Samples t, DoublePolicy.Samples after) {
    int n = theta.length;
    double h = 1e-3;
    double[][] fisher = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        fisher[i][j] =
            (klAt(t, after, i, h, j, h)
                    - klAt(t, after, i, h, j, -h)
                    - klAt(t, after, i, -h, j, h)
                    + klAt(t, after, i, -h, j, -h))
                / (4 * h * h);
        fisher[j][i] = fisher[i][j];
      }
    }
    Random random = new Random(4);
    for (int trial = 0; trial < 3; trial++) {
      float[] v = Fixtures.normal(random, n, 0, 1);
      double[] expected = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          expected[i] += fisher[i][j] * v[j];
        }
      }
      try (TFloat32 direction = NativeFloats.vector(v)) {
        double[] product = doubles(tested.fisherProduct(parameters, direction, metaTask));
        assertThat(relativeError(product, expected)).isLessThan(1e-3);
      }
    }
  }

  @Test
  void aLinearPolicysInnerStepHasItsClosedForm() {
    LearnerSettings linear = settings(List.of());
    PolicyShape small = PolicyShape.of(task, linear.meta());
    float[] old = randomTheta(small, 9);
    try (Imagination rollouts = new Imagination(task, linear, Device.CPU);
        MetaObjective graph = new MetaObjective(task, linear.meta(), Device.CPU);
        TFloat32 tensor = NativeFloats.vector(old);
        Rollouts t =
            Fixtures.imagine(rollouts, model, tensor, Fixtures.starts(task, 5).draw(10, 0, 1), 2)) {
      DoublePolicy.Samples s = DoublePolicy.Samples.of(t, task);
      double[] expected = new double[old.length];
      for (int n = 0; n < s.weights().length; n++) {
        for (int j = 0; j < 2; j++) {
          double variance = Math.exp(2 * s.logStd()[j]);
          double error = s.actions()[n][j] - s.means()[n][j];
          double factor = s.weights()[n] * s.advantages()[n];
          for (int i = 0; i < 2; i++) {
            double scaled =
                (s.observations()[n][i] - task.observationCenter()[i]) * task.observationScale()[i];
            expected[2 * i + j] += factor * error / variance * scaled;
          }
          expected[4 + j] += factor * error / variance;
          expected[6 + j] += factor * (error * error / variance - 1);
        }
      }
      float[] adapted = graph.adapt(tensor, 1, t).theta();
      for (int i = 0; i < old.length; i++) {
        assertThat(adapted[i] - old[i]).isCloseTo((float) expected[i], within(2e-6f));
      }
    }
  }

  private double meta(double[] t) {
    return reference.surrogate(reference.adapted(t, ALPHA, before), after);
  }

  private double klAt(
      DoublePolicy.Samples t, DoublePolicy.Samples after, int i, double di, int j, double dj) {
    double[] shifted = doubles(theta);
    shifted[i] += di;
    shifted[j] += dj;
    return reference.kl(reference.adapted(shifted, ALPHA, t), after);
  }

  private double[] adapted(float[] t) {
    return reference.adapted(doubles(t), ALPHA, before);
  }

  /** Central differences, h = 1e-5. */
  private static double[] differences(ToDoubleFunction<double[]> f, double[] at) {
    double h = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += h;
      down[i] -= h;
      gradient[i] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / (2 * h);
    }
    return gradient;
  }

  private static double relativeError(double[] actual, double[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    return Math.sqrt(difference / size);
  }

  private static float[] floats(double[] values) {
    float[] converted = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = (float) values[i];
    }
    return converted;
  }

  private static double[] doubles(float[] values) {
    double[] converted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = values[i];
    }
    return converted;
  }

  /** Weights large enough to bend the tanh units, different σ per action. */
  private static float[] randomTheta(PolicyShape shape, long seed) {
    float[] theta = Fixtures.normal(new Random(seed), shape.parameterCount(), 0, 0.5);
    theta[theta.length - 2] = -0.6f;
    theta[theta.length - 1] = -0.9f;
    return theta;
  }
}
