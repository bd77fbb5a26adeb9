package io.mbmpo.learner.policy;

/**
 * Result of one step of a policy that does not adapt.
 *
 * @param theta new parameters, the old ones unless accepted
 * @param outcome whether it was accepted, or why not
 * @param kl mean KL(π_old ‖ π_θ) of the accepted step, else 0
 * @param length of a gradient step: α after shortening; else NaN; 0 unless accepted
 */
public record PolicyStep(float[] theta, MetaStep.Outcome outcome, double kl, double length) {
  public boolean accepted() {
    return outcome == MetaStep.Outcome.ACCEPTED;
  }
}
