package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.types.TFloat32;

/** The graphs of policies that do not adapt, against a second implementation in plain Java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyObjectiveTest {
  private static final int EPISODES = 12;

  private final Task task = new Fixtures.PointTask(1.2);
  private final LearnerSettings settings = Fixtures.settings(List.of(), Fixtures.meta(0));
  private final PolicyShape shape = PolicyShape.of(task, settings.meta());
  private final DoublePolicy reference = new DoublePolicy(task, shape);
  private final float[] old = theta(3, 0.5);
  private final RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, EPISODES);
  private final Rollouts rollouts =
      judgement.of(old, RealEpisodes.of(task, shape, old, EPISODES, 20, 4)).orElseThrow();
  private final DoublePolicy.Samples samples = DoublePolicy.Samples.of(rollouts, task);
  private final PolicyObjective objective = new PolicyObjective(task, settings.meta(), Device.CPU);
  private final ClippedObjective clipped = new ClippedObjective(task, settings, Device.CPU);

  @AfterAll
  void close() {
    rollouts.close();
    judgement.close();
    objective.close();
    clipped.close();
  }

  private float[] theta(long seed, double size) {
    float[] theta = Fixtures.normal(new Random(seed), shape.parameterCount(), 0, size);
    theta[theta.length - 2] = -0.6f;
    theta[theta.length - 1] = -0.9f;
    return theta;
  }

  /** Some way from θ_old, so that ratios differ from 1 and many are clipped. */
  private float[] moved(double size) {
    float[] theta = old.clone();
    Random random = new Random(8);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += (float) (size * random.nextGaussian());
    }
    return theta;
  }

  @Test
  void theGradientAgreesWithFiniteDifferencesAtTheOldParametersAndElsewhere() {
    for (float[] theta : List.of(old, moved(0.05))) {
      double[] numeric = differences(t -> reference.surrogate(t, samples), theta);
      try (TFloat32 tensor = NativeFloats.vector(theta)) {
        assertThat(relativeError(objective.gradient(tensor, rollouts), numeric)).isLessThan(1e-4);
      }
    }
  }

  @Test
  void surrogateAndKlAgreeWithTheSecondImplementation() {
    float[] theta = moved(0.05);
    try (TFloat32 tensor = NativeFloats.vector(theta)) {
      TrustRegion.Evaluation now = objective.evaluate(tensor, rollouts);
      double[] wide = Precision.doubles(theta);
      assertThat(now.surrogate()).isCloseTo(reference.surrogate(wide, samples), within(1e-5));
      assertThat(now.kl()).isCloseTo(reference.kl(wide, samples), within(1e-5)).isPositive();
    }
  }

  @Test
  void theFisherProductIsTheSecondDerivativeOfTheKl() {
    float[] v = Fixtures.normal(new Random(5), old.length, 0, 1);
    double h = 1e-4;
    double[] expected =
        differences(
            t -> {
              double[] up = t.clone();
              double[] down = t.clone();
              for (int i = 0; i < v.length; i++) {
                up[i] += h * v[i];
                down[i] -= h * v[i];
              }
              return (reference.kl(up, samples) - reference.kl(down, samples)) / (2 * h);
            },
            old);
    try (TFloat32 tensor = NativeFloats.vector(old);
        TFloat32 direction = NativeFloats.vector(v)) {
      assertThat(relativeError(objective.fisherProduct(tensor, direction, rollouts), expected))
          .isLessThan(1e-3);
    }
  }

  @Test
  void theClippedGradientAgreesWithFiniteDifferences() {
    int[] rows = rollouts.rows();
    int[] minibatch = Arrays.copyOfRange(rows, 20, 90);
    for (double size : new double[] {0.02, 0.2}) {
      float[] theta = moved(size);
      double[] wide = Precision.doubles(theta);
      assertThat(clipped.surrogate(theta, rollouts, minibatch))
          .isCloseTo(reference.clipped(wide, samples, minibatch, 0.2), within(1e-5));
      double[] numeric = differences(t -> reference.clipped(t, samples, minibatch, 0.2), theta);
      assertThat(relativeError(clipped.gradient(theta, rollouts, minibatch), numeric))
          .isLessThan(1e-4);
      assertThat(clipped.kl(theta, rollouts)).isCloseTo(reference.kl(wide, samples), within(1e-4));
    }
    assertThat(reference.clippedShare(Precision.doubles(moved(0.2)), samples, minibatch, 0.2))
        .as("some ratios must be clipped, not all")
        .isBetween(0.1, 0.9);
  }

  @Test
  void allRowsAtTheOldParametersTheClippedGradientIsTheVanillaOne() {
    try (TFloat32 tensor = NativeFloats.vector(old)) {
      double[] vanilla = Precision.doubles(objective.gradient(tensor, rollouts));
      assertThat(relativeError(clipped.gradient(old, rollouts, rollouts.rows()), vanilla))
          .isLessThan(1e-4);
    }
  }

  @Test
  void aTrustRegionStepStaysWithinItsBoundByTheSecondImplementationToo() {
    try (Workers workers = new Workers(1);
        PolicyOptimizer optimizer = new PolicyOptimizer(task, settings, workers)) {
      PolicyStep step = optimizer.trustRegionStep(old, List.of(rollouts));
      assertThat(step.accepted()).isTrue();
      double[] wide = Precision.doubles(step.theta());
      assertThat(reference.kl(wide, samples))
          .isCloseTo(step.kl(), within(1e-5))
          .isLessThanOrEqualTo(settings.meta().maxKl() + 1e-5)
          .isGreaterThan(settings.meta().maxKl() / 3);
      assertThat(reference.surrogate(wide, samples))
          .isGreaterThan(reference.surrogate(Precision.doubles(old), samples));
    }
  }

  @Test
  void aGradientStepGoesAlongTheGradientAsFarAsSetOrAsTheBoundAllows() {
    try (Workers workers = new Workers(1);
        PolicyOptimizer optimizer = new PolicyOptimizer(task, settings, workers)) {
      double[] gradient = reference.gradient(Precision.doubles(old), samples);
      for (double alpha : new double[] {1e-3, 1e3}) {
        PolicyStep step = optimizer.gradientStep(old, rollouts, alpha, 0.01);
        assertThat(step.accepted()).isTrue();
        double[] wide = Precision.doubles(step.theta());
        for (int i = 0; i < wide.length; i++) {
          wide[i] = (wide[i] - old[i]) / step.length();
        }
        assertThat(relativeError(wide, gradient)).isLessThan(1e-3);
        assertThat(step.kl())
            .isLessThanOrEqualTo(0.01)
            .isCloseTo(reference.kl(Precision.doubles(step.theta()), samples), within(1e-5));
        if (alpha < 1) {
          assertThat(step.length()).isCloseTo(alpha, within(1e-9));
        } else {
          assertThat(step.length()).isLessThan(alpha);
          assertThat(step.kl()).isGreaterThan(0.005);
        }
      }
    }
  }

  /** Central differences, h = 1e-5. */
  private static double[] differences(ToDoubleFunction<double[]> f, float[] at) {
    double h = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] up = Precision.doubles(at);
      double[] down = Precision.doubles(at);
      up[i] += h;
      down[i] -= h;
      gradient[i] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / (2 * h);
    }
    return gradient;
  }

  private static double relativeError(float[] actual, double[] expected) {
    return relativeError(Precision.doubles(actual), expected);
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
}
