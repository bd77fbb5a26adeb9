package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrustRegionTest {
  private static final double[] OLD = {1, -2, 0.5};

  private final TrustRegion region = new TrustRegion(0.02, 10, 0, 8);

  /** Surrogate g·(θ−θ_old), KL ½ (θ−θ_old)ᵀ F (θ−θ_old) with diagonal F. */
  private static class Quadratic implements TrustRegion.Objective {
    final double[] g = {1, 2, -3};
    final double[] f = {4, 0.5, 1};

    @Override
    public double[] gradient() {
      return g.clone();
    }

    @Override
    public double[] fisherProduct(double[] v) {
      return new double[] {f[0] * v[0], f[1] * v[1], f[2] * v[2]};
    }

    @Override
    public TrustRegion.Evaluation evaluate(double[] theta) {
      double surrogate = 0;
      double kl = 0;
      for (int i = 0; i < theta.length; i++) {
        double d = theta[i] - OLD[i];
        surrogate += g[i] * d;
        kl += f[i] * d * d / 2;
      }
      return new TrustRegion.Evaluation(surrogate, kl);
    }
  }

  private static TrustRegion.Step step(TrustRegion region, TrustRegion.Objective objective) {
    return region.step(OLD.clone(), objective, candidate -> {});
  }

  @Test
  void onAQuadraticTheStepIsTheNaturalGradientScaledToTheBound() {
    Quadratic q = new Quadratic();
    TrustRegion.Step step = step(new TrustRegion(0.02 * (1 + 1e-9), 10, 0, 8), q);
    assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.ACCEPTED);
    double squared = 0;
    for (int i = 0; i < 3; i++) {
      squared += q.g[i] * q.g[i] / q.f[i];
    }
    for (int i = 0; i < 3; i++) {
      double natural = q.g[i] / q.f[i] * Math.sqrt(2 * 0.02 / squared);
      double moved = step.theta()[i] - OLD[i];
      assertThat(moved / Math.pow(0.8, step.shortenings())).isCloseTo(natural, within(1e-6));
    }
    assertThat(step.kl()).isLessThanOrEqualTo(0.02 * (1 + 1e-9)).isGreaterThan(0.012);
  }

  @Test
  void aStepWhoseTrueKlIsTooLargeIsShortenedUntilItFits() {
    TrustRegion.Step step =
        step(
            region,
            new Quadratic() {
              @Override
              public TrustRegion.Evaluation evaluate(double[] theta) {
                TrustRegion.Evaluation e = super.evaluate(theta);
                return new TrustRegion.Evaluation(e.surrogate(), 10 * e.kl());
              }
            });
    assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.ACCEPTED);
    assertThat(step.shortenings()).isEqualTo(6); // 0.8¹² < 1/10 < 0.8¹⁰
    assertThat(step.kl()).isLessThanOrEqualTo(0.02);
  }

  @Test
  void aSurrogateThatFallsEverywhereLeavesTheParameters() {
    TrustRegion.Step step =
        step(
            region,
            new Quadratic() {
              @Override
              public TrustRegion.Evaluation evaluate(double[] theta) {
                TrustRegion.Evaluation e = super.evaluate(theta);
                return new TrustRegion.Evaluation(-e.surrogate(), e.kl());
              }
            });
    assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.NO_IMPROVEMENT);
    assertThat(step.theta()).isEqualTo(OLD);
  }

  @Test
  void aCandidateThatIsNotFiniteIsShortened() {
    TrustRegion.Step step =
        step(
            region,
            new Quadratic() {
              private int calls;

              @Override
              public TrustRegion.Evaluation evaluate(double[] theta) {
                return calls++ == 1
                    ? new TrustRegion.Evaluation(Double.NaN, 0)
                    : super.evaluate(theta);
              }
            });
    assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.ACCEPTED);
    assertThat(step.shortenings()).isPositive();
  }

  @Test
  void aGradientThatIsNotFiniteLeavesTheParameters() {
    Quadratic q = new Quadratic();
    q.g[1] = Double.NaN;
    assertThat(step(region, q).outcome()).isEqualTo(MetaStep.Outcome.NOT_FINITE);
    assertThat(step(region, q).theta()).isEqualTo(OLD);
  }

  @Test
  void aFisherMatrixThatIsNotFiniteLeavesTheParameters() {
    Quadratic q = new Quadratic();
    q.f[2] = Double.NaN;
    assertThat(step(region, q).outcome()).isEqualTo(MetaStep.Outcome.NOT_FINITE);
  }

  @Test
  void aZeroGradientIsToldApart() {
    Quadratic q = new Quadratic();
    q.g[0] = 0;
    q.g[1] = 0;
    q.g[2] = 0;
    assertThat(step(region, q).outcome()).isEqualTo(MetaStep.Outcome.NO_GRADIENT);
  }

  @Test
  void theProjectionIsAppliedBeforeACandidateIsJudged() {
    TrustRegion.Step step =
        region.step(OLD.clone(), new Quadratic(), candidate -> candidate[1] = OLD[1]);
    assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.ACCEPTED);
    assertThat(step.theta()[1]).isEqualTo(OLD[1]);
    assertThat(step.kl()).isEqualTo(new Quadratic().evaluate(step.theta()).kl());
  }
}
