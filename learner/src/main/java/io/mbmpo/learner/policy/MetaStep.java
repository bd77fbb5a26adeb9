package io.mbmpo.learner.policy;

/**
 * Result of one meta-step (Alg. 1 lines 5–10). Figures are means over the tasks.
 *
 * @param theta new meta-policy parameters, the old ones unless accepted
 * @param imaginedReturnBefore undiscounted imagined return of π_θ (old θ)
 * @param imaginedReturnAfter undiscounted imagined return of the adapted policies π_θ′ₖ
 * @param kl mean KL at the adapted policies of the accepted step, else 0
 * @param adaptationKl mean KL(π_θ ‖ π_θ′ₖ) of the adaptation
 * @param innerStep mean α after shortening
 * @param unadapted tasks whose adaptation was not finite and was left out
 * @param surrogateGain rise of the meta-objective's surrogate, else 0
 * @param outcome whether the step was accepted, or why not
 * @param shortenings of the trust-region step
 * @param terminatedShare share of the adapted policies' imagined episodes that ended in termination
 * @param meanStd mean σ of the new policy's actions
 */
public record MetaStep(
    float[] theta,
    double imaginedReturnBefore,
    double imaginedReturnAfter,
    double kl,
    double adaptationKl,
    double innerStep,
    int unadapted,
    double surrogateGain,
    Outcome outcome,
    int shortenings,
    double terminatedShare,
    double meanStd) {

  /** How a trust-region step ended. */
  public enum Outcome {
    ACCEPTED,
    /** The gradient is zero: every imagined episode is as good as any other. */
    NO_GRADIENT,
    /** Gradient or curvature is not finite. */
    NOT_FINITE,
    /** No shortening raised the surrogate within the bound on the KL. */
    NO_IMPROVEMENT
  }

  public boolean accepted() {
    return outcome == Outcome.ACCEPTED;
  }
}
