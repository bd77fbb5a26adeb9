package io.mbmpo.launch.run;

/**
 * What one iteration of Alg. 1 came to: a row of {@code metrics.csv}, whose columns are these
 * components in this order. NaN where a value does not exist.
 *
 * @param iteration iteration, the random one is 0
 * @param robotMinutes robot time of all episodes up to the end of this iteration, min
 * @param wallS wall time since the run began, s
 * @param episodeReturn mean return of this iteration's episodes of the pre-update policy
 * @param forwardSpeedMS mean forward speed in them, m/s
 * @param lateralDriftM mean sideways offset at their end, m
 * @param falls episodes of this iteration that ended in a fall
 * @param episodes episodes of this iteration
 * @param validationLoss mean validation loss of the ensemble, normalized units
 * @param disagreement ensemble standard deviation, normalized units
 * @param kl mean KL of the last trust-region step
 * @param adaptationKl mean KL between meta-policy and adapted policies
 * @param imaginedReturn mean imagined return of the adapted policies
 * @param snapshotVersion version of the meta-policy's snapshot, 0 for none
 * @param collectS wall time spent collecting, s
 * @param fitS wall time spent fitting the ensemble, s
 * @param metaS wall time spent on meta-steps, s
 */
public record IterationRow(
    int iteration,
    double robotMinutes,
    double wallS,
    double episodeReturn,
    double forwardSpeedMS,
    double lateralDriftM,
    int falls,
    int episodes,
    double validationLoss,
    double disagreement,
    double kl,
    double adaptationKl,
    double imaginedReturn,
    long snapshotVersion,
    double collectS,
    double fitS,
    double metaS) {

  /** Wall time of this iteration alone, s. */
  public double durationS() {
    return zeroIfNaN(collectS) + zeroIfNaN(fitS) + zeroIfNaN(metaS);
  }

  private static double zeroIfNaN(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
