package io.mbmpo.launch.experiment;

import io.mbmpo.learner.IterationReport;
import java.util.Arrays;

/**
 * What one iteration of a trial came to: a row of {@code curve.csv}, whose columns are these
 * components in this order. NaN where a value does not exist. The policy measured is the pre-update
 * policy θ after the iteration, by episodes that nobody learns from.
 *
 * @param iteration iteration, the random one is 0
 * @param realSteps transitions of all real episodes so far, evaluation not counted
 * @param returnMean undiscounted return of the policy with its own noise, mean
 * @param returnStd its standard deviation over the evaluation episodes
 * @param deterministicReturn the same of the policy's mean action
 * @param length mean length of the evaluation episodes with noise, policy steps
 * @param terminatedShare share of them that the task ended early
 * @param collectReturn mean return of this iteration's real episodes
 * @param imaginedReturn mean imagined return of the adapted policies
 * @param validationLoss mean validation loss of the ensemble, normalized units
 * @param disagreement ensemble standard deviation, normalized units
 * @param kl mean KL of the trust-region steps
 * @param adaptationKl mean KL between pre-update and adapted policies
 * @param acceptedSteps policy steps that the trust region accepted
 * @param collectS wall time of the real episodes, s
 * @param fitS wall time of fitting the ensemble, s
 * @param metaS wall time of the policy steps, s
 * @param evaluateS wall time of the evaluation, s
 * @param wallS wall time since the trial began, stops left out, s
 */
public record CurveRow(
    int iteration,
    long realSteps,
    double returnMean,
    double returnStd,
    double deterministicReturn,
    double length,
    double terminatedShare,
    double collectReturn,
    double imaginedReturn,
    double validationLoss,
    double disagreement,
    double kl,
    double adaptationKl,
    int acceptedSteps,
    double collectS,
    double fitS,
    double metaS,
    double evaluateS,
    double wallS) {

  static CurveRow of(
      IterationReport report, PolicyEvaluation.Scores scores, double evaluateS, double wallS) {
    return new CurveRow(
        report.iteration(),
        report.realSteps(),
        scores.sampled().mean(),
        scores.sampled().std(),
        scores.deterministic().mean(),
        scores.sampled().length(),
        scores.sampled().terminated(),
        Arrays.stream(report.returns()).average().orElse(Double.NaN),
        report.imaginedReturn(),
        report.validationLoss(),
        report.disagreement(),
        report.kl(),
        report.adaptationKl(),
        report.acceptedSteps(),
        report.collectSeconds(),
        report.fitSeconds(),
        report.metaSeconds(),
        evaluateS,
        wallS);
  }

  /** The same at another number of real steps. */
  CurveRow at(long steps) {
    return new CurveRow(
        iteration,
        steps,
        returnMean,
        returnStd,
        deterministicReturn,
        length,
        terminatedShare,
        collectReturn,
        imaginedReturn,
        validationLoss,
        disagreement,
        kl,
        adaptationKl,
        acceptedSteps,
        collectS,
        fitS,
        metaS,
        evaluateS,
        wallS);
  }

  /** What a learning curve shows: the evaluated return, or the real one where nothing can be. */
  public double shownReturn() {
    return Double.isNaN(returnMean) ? collectReturn : returnMean;
  }
}
