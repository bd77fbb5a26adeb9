package io.mbmpo.link;

/**
 * Where the learner stands; for people, sent on every change of phase and a few times a second
 * within one.
 *
 * @param phase what it does now, e.g. "collect", "fit", "meta-step"
 * @param phaseDone work done in this phase, in [0, 1]
 * @param iteration current iteration of Alg. 1
 * @param iterations iterations asked for
 * @param validationLoss mean validation loss of the ensemble, normalized units, NaN before the
 *     first
 * @param disagreement ensemble standard deviation, normalized units, NaN before the first
 * @param kl mean KL of the last trust-region step, NaN before the first
 * @param imaginedReturn mean imagined return of the adapted policies, NaN before the first
 */
public record LearnerProgress(
    String runId,
    String phase,
    double phaseDone,
    int iteration,
    int iterations,
    double validationLoss,
    double disagreement,
    double kl,
    double imaginedReturn) {}
