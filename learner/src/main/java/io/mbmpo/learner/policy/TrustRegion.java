package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import java.util.function.Consumer;

/**
 * One step of trust region policy optimization: the conjugate gradient solution x of (F + damping)
 * x = g, scaled so that its quadratic KL is the bound, shortened to 0.8 of itself (as the reference
 * does) until the surrogate has risen and the true KL is within the bound. A step that is not
 * finite or finds no rise leaves θ as it was.
 *
 * @param maxKl bound on the mean KL
 * @param conjugateGradientSteps most products with F
 * @param damping added to F's diagonal
 * @param maxShortenings of the step
 */
record TrustRegion(double maxKl, int conjugateGradientSteps, double damping, int maxShortenings) {
  private static final double SHORTENING = 0.8;

  static TrustRegion of(LearnerSettings.Meta settings) {
    return new TrustRegion(
        settings.maxKl(),
        settings.conjugateGradientSteps(),
        settings.damping(),
        settings.lineSearchSteps());
  }

  /** Surrogate objective (to be raised) and mean KL to the old policy, at some θ. */
  record Evaluation(double surrogate, double kl) {
    boolean isFinite() {
      return Double.isFinite(surrogate) && Double.isFinite(kl);
    }
  }

  /** What is optimized, around θ_old. */
  interface Objective {
    /** Surrogate's gradient at θ_old. */
    double[] gradient();

    /** Fisher matrix (second derivative of the mean KL) at θ_old times v. */
    double[] fisherProduct(double[] v);

    Evaluation evaluate(double[] theta);
  }

  /**
   * Outcome of a step.
   *
   * @param theta new parameters, θ_old unless accepted
   * @param outcome whether it was accepted, or why not
   * @param shortenings of the step that was accepted, or tried
   * @param kl mean KL of the accepted step, else 0
   * @param gain rise of the surrogate, else 0
   */
  record Step(double[] theta, MetaStep.Outcome outcome, int shortenings, double kl, double gain) {}

  /**
   * @param theta θ_old
   * @param projection makes a candidate feasible, in place, before it is evaluated
   */
  Step step(double[] theta, Objective objective, Consumer<double[]> projection) {
    double[] g = objective.gradient();
    if (!Double.isFinite(dot(g, g))) {
      return skipped(theta, MetaStep.Outcome.NOT_FINITE, 0);
    }
    if (dot(g, g) == 0) {
      return skipped(theta, MetaStep.Outcome.NO_GRADIENT, 0);
    }
    double[] x = solve(objective, g);
    double curvature = dot(x, damped(objective, x));
    if (!(curvature > 0) || !Double.isFinite(curvature)) {
      return skipped(theta, MetaStep.Outcome.NOT_FINITE, 0);
    }
    double scale = Math.sqrt(2 * maxKl / curvature);
    Evaluation old = objective.evaluate(theta);
    for (int shortenings = 0; shortenings <= maxShortenings; shortenings++) {
      double[] candidate = theta.clone();
      addScaled(candidate, x, scale);
      projection.accept(candidate);
      Evaluation now = objective.evaluate(candidate);
      double gain = now.surrogate() - old.surrogate();
      if (now.isFinite() && gain > 0 && now.kl() <= maxKl) {
        return new Step(candidate, MetaStep.Outcome.ACCEPTED, shortenings, now.kl(), gain);
      }
      scale *= SHORTENING;
    }
    return skipped(theta, MetaStep.Outcome.NO_IMPROVEMENT, maxShortenings);
  }

  private static Step skipped(double[] theta, MetaStep.Outcome why, int shortenings) {
    return new Step(theta, why, shortenings, 0, 0);
  }

  /**
   * Conjugate gradients from 0. Stops early on a solved system or a direction without curvature.
   */
  private double[] solve(Objective objective, double[] g) {
    double[] x = new double[g.length];
    double[] residual = g.clone();
    double[] p = g.clone();
    double squared = dot(residual, residual);
    double enough = 1e-10 * squared;
    for (int i = 0; i < conjugateGradientSteps && squared > enough; i++) {
      double[] product = damped(objective, p);
      double curvature = dot(p, product);
      if (!(curvature > 0)) {
        break;
      }
      double step = squared / curvature;
      addScaled(x, p, step);
      addScaled(residual, product, -step);
      double next = dot(residual, residual);
      double ratio = next / squared;
      for (int j = 0; j < p.length; j++) {
        p[j] = residual[j] + ratio * p[j];
      }
      squared = next;
    }
    return x;
  }

  private double[] damped(Objective objective, double[] v) {
    double[] product = objective.fisherProduct(v);
    addScaled(product, v, damping);
    return product;
  }

  private static void addScaled(double[] to, double[] x, double scale) {
    for (int i = 0; i < to.length; i++) {
      to[i] += scale * x[i];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
