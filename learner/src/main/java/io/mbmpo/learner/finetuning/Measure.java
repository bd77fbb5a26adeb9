package io.mbmpo.learner.finetuning;

import java.util.Optional;

/**
 * How good a policy was in a number of real episodes. Single precision, as it is kept in
 * checkpoints, so that what follows from it is the same after a resume.
 *
 * @param count episodes
 * @param mean return
 * @param squares sum of the squared deviations from the mean
 */
record Measure(int count, float mean, float squares) {
  /** Fewer tell nothing about how far they can be trusted. */
  private static final int LEAST = 2;

  /** Of these returns; empty for fewer than two, or returns that are not finite. */
  static Optional<Measure> of(double[] returns) {
    if (returns.length < LEAST) {
      return Optional.empty();
    }
    double mean = 0;
    for (double value : returns) {
      mean += value / returns.length;
    }
    double squares = 0;
    for (double value : returns) {
      squares += (value - mean) * (value - mean);
    }
    Measure measure = new Measure(returns.length, (float) mean, (float) squares);
    return Float.isFinite(measure.mean) && Float.isFinite(measure.squares)
        ? Optional.of(measure)
        : Optional.empty();
  }

  /** Both together, of the same policy. */
  Measure and(Measure other) {
    double total = (double) count + other.count;
    double apart = (double) other.mean - mean;
    return new Measure(
        count + other.count,
        (float) (mean + apart * other.count / total),
        (float) (squares + other.squares + apart * apart * count * other.count / total));
  }

  /** Standard error of the mean. */
  double standardError() {
    return Math.sqrt(squares / (count - 1.0) / count);
  }

  /**
   * Whether this mean is below another's by more than so many standard errors of the difference.
   */
  boolean clearlyBelow(Measure other, double standardErrors) {
    double uncertain = Math.hypot(standardError(), other.standardError());
    return mean < other.mean - standardErrors * uncertain;
  }
}
