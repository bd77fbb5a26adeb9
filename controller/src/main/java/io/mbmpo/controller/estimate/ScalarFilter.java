package io.mbmpo.controller.estimate;

/**
 * Kalman filter of one number whose rate is known but for noise. Control thread only; allocates
 * nothing.
 */
final class ScalarFilter {
  private double value;
  private double variance;

  /** A value and its standard deviation. */
  void start(double value, double noise) {
    this.value = value;
    variance = noise * noise;
  }

  /**
   * @param step by how much the value has changed
   * @param noise standard deviation of that
   */
  void predict(double step, double noise) {
    value += step;
    variance += noise * noise;
  }

  /**
   * @param error measured minus {@link #value()}
   * @param noise standard deviation of the measurement
   */
  void correct(double error, double noise) {
    double gain = variance / (variance + noise * noise);
    value += gain * error;
    variance -= gain * variance;
  }

  /** At least this. */
  void raiseTo(double least) {
    value = Math.max(value, least);
  }

  double value() {
    return value;
  }
}
