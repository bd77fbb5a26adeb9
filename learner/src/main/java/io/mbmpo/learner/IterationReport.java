package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import java.util.List;

/**
 * What one iteration did, for metrics and people. Figures that a method does not have are NaN.
 *
 * @param iteration index, 0 is the random one
 * @param episodes real episodes of line 3, in the plan's order
 * @param returns their undiscounted returns
 * @param theta pre-update policy after the iteration; empty for a method without a policy
 * @param realSteps real transitions of the run so far
 * @param robotSeconds policy-driven robot time of the run so far, s
 * @param validationLoss mean validation loss of the ensemble, normalized units
 * @param disagreement mean ensemble standard deviation on this iteration's data, normalized units
 * @param kl mean over the policy's steps of the mean KL (of meta-steps: at the adapted policies)
 * @param adaptationKl mean KL of the adaptation steps
 * @param step mean length α of the policy gradient steps taken, inner steps of Eq. 2 included
 * @param imaginedReturn imagined return at the last step (of the adapted policies, if there are)
 * @param acceptedSteps steps of the policy that were accepted
 * @param collectSeconds wall time of real episodes (line 3), s
 * @param fitSeconds wall time of fitting models (line 4), s
 * @param metaSeconds wall time of improving the policy (lines 5–10), s
 */
public record IterationReport(
    int iteration,
    List<Episode> episodes,
    double[] returns,
    float[] theta,
    long realSteps,
    double robotSeconds,
    double validationLoss,
    double disagreement,
    double kl,
    double adaptationKl,
    double step,
    double imaginedReturn,
    int acceptedSteps,
    double collectSeconds,
    double fitSeconds,
    double metaSeconds) {
  public IterationReport {
    episodes = List.copyOf(episodes);
  }
}
