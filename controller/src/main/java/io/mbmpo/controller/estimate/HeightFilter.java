package io.mbmpo.controller.estimate;

/**
 * Kalman filter of the trunk's height over the ground that the feet stand on, m. Control thread
 * only; allocates nothing.
 */
final class HeightFilter {
  /** How well the vertical speed is known, m/s. */
  private static final double SPEED_NOISE_MS = 0.1;

  private double height;
  private double variance;

  /** A height and its standard deviation, m. */
  void start(double height, double noise) {
    this.height = height;
    variance = noise * noise;
  }

  /**
   * @param speed upward, m/s
   * @param dt s
   */
  void predict(double speed, double dt) {
    height += speed * dt;
    variance += SPEED_NOISE_MS * SPEED_NOISE_MS * dt * dt;
  }

  /** A measured height and its standard deviation, m. */
  void correct(double measured, double noise) {
    double gain = variance / (variance + noise * noise);
    height += gain * (measured - height);
    variance -= gain * variance;
  }

  /** No foot is below the ground. */
  void atLeast(double least) {
    height = Math.max(height, least);
  }

  /** m. */
  double height() {
    return height;
  }
}
