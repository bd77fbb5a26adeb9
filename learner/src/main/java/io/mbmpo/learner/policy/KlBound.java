package io.mbmpo.learner.policy;

/**
 * Shortens a step along a gradient until it moves the policy by no more than a mean KL. The KL of a
 * short step grows with the square of its length.
 *
 * @param maxKl bound on the mean KL
 */
record KlBound(double maxKl) {
  /** Most shortenings; one or two do unless the step was far too long. */
  static final int SHORTENINGS = 20;

  /** Least factor of a shortening, also for a KL that is not finite: far out it outgrows α². */
  private static final double LEAST_FACTOR = 0.25;

  boolean holds(double kl) {
    return kl <= maxKl;
  }

  /** The next step to try after one whose KL was above the bound. */
  float shortened(float step, double kl) {
    double factor = 0.95 * Math.sqrt(maxKl / kl);
    return step * (float) (factor > LEAST_FACTOR ? factor : LEAST_FACTOR);
  }
}
