package io.mbmpo.learner.dynamics;

/**
 * Tells when the rolling average of the validation loss rises. It starts above the first loss, so
 * that a first good epoch does not end a fit.
 */
final class EarlyStop {
  private static final double HEAD_START = 1.5;

  private final double persistence;
  private double average = Double.NaN;

  /**
   * @param persistence weight of the old average, in [0, 1)
   */
  EarlyStop(double persistence) {
    this.persistence = persistence;
  }

  /** Takes in the loss of another epoch; true when the average rose. */
  boolean rises(double validationLoss) {
    double before = Double.isNaN(average) ? HEAD_START * validationLoss : average;
    average = persistence * before + (1 - persistence) * validationLoss;
    return average > before;
  }
}
