package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import java.util.List;

/**
 * What one iteration of Alg. 1 did, for metrics and people.
 *
 * @param iteration index, 0 is the random one
 * @param episodes real episodes of line 3, in the plan's order
 * @param returns their undiscounted returns
 * @param robotSeconds policy-driven robot time of the run so far, s
 * @param validationLoss mean validation loss of the ensemble, normalized units
 * @param disagreement mean ensemble standard deviation on this iteration's data, normalized units
 * @param kl mean over the meta-steps of the mean KL at the adapted policies
 * @param adaptationKl mean KL of the adaptation steps
 * @param imaginedReturn imagined return of the adapted policies at the last meta-step
 * @param acceptedSteps meta-steps that the trust region accepted
 * @param collectSeconds wall time of line 3, s
 * @param fitSeconds wall time of line 4, s
 * @param metaSeconds wall time of lines 5–10, s
 */
public record IterationReport(
    int iteration,
    List<Episode> episodes,
    double[] returns,
    double robotSeconds,
    double validationLoss,
    double disagreement,
    double kl,
    double adaptationKl,
    double imaginedReturn,
    int acceptedSteps,
    double collectSeconds,
    double fitSeconds,
    double metaSeconds) {
  public IterationReport {
    episodes = List.copyOf(episodes);
  }
}
