package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

/**
 * A linear-Gaussian policy on a one-step linear-quadratic problem, where the expectations that the
 * estimators estimate are known: with s ~ N(μ, 1), a ~ N(w s + b, σ²) and r = −(a − m s − c)²,
 *
 * <pre>
 *   J = −E[δ²] − σ²,  δ = (w − m) s + b − c,  E[s²] = q = μ² + 1
 *   ∇J = −2 ((w − m) q + (b − c) μ, (w − m) μ + b − c, σ²)  in (w, b, log σ)
 *   ∇²J = −2 (q, μ, 0; μ, 1, 0; 0, 0, 2 σ²)
 *   A = r − E[r|s] = −2 δ σ ε − σ² (ε² − 1),  Var A = 4 σ² E[δ²] + 2 σ⁴
 * </pre>
 *
 * Advantages are divided by their standard deviation, and so are gradients.
 */
class LinearQuadraticTest {
  private static final double MU = 0.5;
  private static final double Q = MU * MU + 1;
  private static final double M = 1.2;
  private static final double C = -0.4;
  private static final float[] THETA = {0.3f, 0.2f, (float) Math.log(0.6)};
  private static final int SAMPLES = 2000;
  private static final int BATCHES = 200;

  private final Task task = new OneStep();
  private final LearnerSettings settings =
      Fixtures.really(
          Fixtures.settings(
              List.of(),
              new LearnerSettings.Meta(
                  List.of(), 0.6, 0, ALPHA, 1e9, 1, 1, 1, 1, 0, 1, 1, 0.02, 10, 1, 0, 10)),
          new LearnerSettings.Real(1, 1, 1, 2, 2));

  /** Large, so that the second-order term is a good part of the meta-gradient. */
  private static final double ALPHA = 0.3;

  private static final class OneStep implements Task {
    @Override
    public int observationSize() {
      return 1;
    }

    @Override
    public int actionSize() {
      return 1;
    }

    @Override
    public int horizon() {
      return 1;
    }

    @Override
    public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
      V wanted = math.plus(math.times(observation, M), C);
      return math.times(math.square(math.minus(action, wanted)), -1);
    }

    @Override
    public <V> V terminated(Arithmetic<V> math, V next) {
      return math.below(next, -1e9);
    }

    @Override
    public float[] observationCenter() {
      return new float[1];
    }

    @Override
    public float[] observationScale() {
      return new float[] {1};
    }
  }

  private static double squaredError(double[] t) {
    double w = t[0] - M;
    double b = t[1] - C;
    return w * w * Q + 2 * w * b * MU + b * b;
  }

  private static double advantageStd(double[] t) {
    double variance = Math.exp(2 * t[2]);
    return Math.sqrt(4 * variance * squaredError(t) + 2 * variance * variance);
  }

  /** ∇J over the advantages' standard deviation. */
  private static double[] gradient(double[] t) {
    double w = t[0] - M;
    double b = t[1] - C;
    double scale = -2 / advantageStd(t);
    return new double[] {
      scale * (w * Q + b * MU), scale * (w * MU + b), scale * Math.exp(2 * t[2])
    };
  }

  /** (I + α ∇²J(θ)) g, the Hessian over the advantages' standard deviation, too. */
  private static double[] throughTheInnerStep(double[] t, double[] g) {
    double scale = -2 * ALPHA / advantageStd(t);
    return new double[] {
      g[0] + scale * (Q * g[0] + MU * g[1]),
      g[1] + scale * (MU * g[0] + g[1]),
      g[2] + scale * 2 * Math.exp(2 * t[2]) * g[2]
    };
  }

  private static List<Episode> act(float[] theta, Random random) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      float s = (float) (MU + random.nextGaussian());
      float a = (float) (theta[0] * s + theta[1] + Math.exp(theta[2]) * random.nextGaussian());
      episodes.add(
          new Episode(
              "e" + i,
              "run",
              "one-step",
              "o0",
              1,
              1,
              new byte[0],
              Exploration.GAUSSIAN,
              i,
              new float[] {s, 0},
              new float[] {a},
              1,
              1,
              false,
              "horizon",
              0,
              1));
    }
    return episodes;
  }

  @Test
  void theVanillaPolicyGradientIsTheExpectationWithinItsStandardError() {
    Estimates estimates = new Estimates();
    Random random = new Random(1);
    double[] expected = gradient(Precision.doubles(THETA));
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, SAMPLES);
        PolicyObjective objective = new PolicyObjective(task, settings.meta(), Device.CPU);
        TFloat32 theta = NativeFloats.vector(THETA)) {
      for (int i = 0; i < BATCHES; i++) {
        try (Rollouts batch = judgement.of(THETA, act(THETA, random)).orElseThrow()) {
          estimates.add(Precision.doubles(objective.gradient(theta, batch)), expected);
        }
      }
    }
    estimates.agree();
  }

  @Test
  void theMetaGradientIsTheExpectationWithinItsStandardError() {
    Estimates exact = new Estimates();
    Estimates firstOrder = new Estimates();
    Random random = new Random(2);
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, SAMPLES);
        MetaObjective objective = new MetaObjective(task, settings.meta(), Device.CPU);
        TFloat32 theta = NativeFloats.vector(THETA)) {
      for (int i = 0; i < BATCHES; i++) {
        Rollouts before = judgement.of(THETA, act(THETA, random)).orElseThrow();
        try (MetaTask metaTask = new MetaTask(settings.meta(), null, 0, 0)) {
          metaTask.adapt(THETA, theta, before, objective);
          float[] prime = metaTask.adapted();
          metaTask.imagined(judgement.of(prime, act(prime, random)).orElseThrow());
          double[] outer = gradient(Precision.doubles(prime));
          double[] estimate = Precision.doubles(objective.gradient(theta, metaTask));
          exact.add(estimate, throughTheInnerStep(Precision.doubles(THETA), outer));
          firstOrder.add(estimate, outer);
        }
      }
    }
    exact.agree();
    assertThat(firstOrder.worstDeviation())
        .as("the first-order gradient must not pass for the second-order one")
        .isGreaterThan(10);
  }

  /** Estimates less their expectations, and what is expected. */
  private static final class Estimates {
    private final List<double[]> errors = new ArrayList<>();
    private final List<double[]> expectations = new ArrayList<>();

    void add(double[] estimate, double[] expected) {
      double[] error = new double[expected.length];
      for (int i = 0; i < error.length; i++) {
        error[i] = estimate[i] - expected[i];
      }
      errors.add(error);
      expectations.add(expected);
    }

    /** Means agree within four standard errors, which are small. */
    void agree() {
      assertThat(worstDeviation()).isLessThan(4);
      double size = 0;
      double uncertain = 0;
      for (int i = 0; i < 3; i++) {
        int component = i;
        size +=
            Math.pow(expectations.stream().mapToDouble(e -> e[component]).average().orElse(0), 2);
        uncertain += Math.pow(standardError(i), 2);
      }
      assertThat(Math.sqrt(uncertain)).isLessThan(0.04 * Math.sqrt(size));
    }

    /** Greatest mean error of a component, in standard errors. */
    double worstDeviation() {
      double worst = 0;
      for (int i = 0; i < 3; i++) {
        worst = Math.max(worst, Math.abs(meanError(i)) / standardError(i));
      }
      return worst;
    }

    private double meanError(int component) {
      return errors.stream().mapToDouble(e -> e[component]).average().orElseThrow();
    }

    private double standardError(int component) {
      double mean = meanError(component);
      double squares = 0;
      for (double[] error : errors) {
        squares += Math.pow(error[component] - mean, 2);
      }
      return Math.sqrt(squares / (errors.size() - 1) / errors.size());
    }
  }
}
