package io.mbmpo.controller.estimate;

import io.mbmpo.robotconfigs.EstimatorConfig;

/**
 * Kalman filter of the heading ψ (rad) and the bias b of its rate as the gyroscope has it (rad/s):
 * ψ̇ = rate − b. Control thread only; allocates nothing.
 */
final class HeadingFilter {
  /** How far the bias wanders, rad/s in a second's root. */
  private static final double BIAS_WALK = 1e-4;

  private final double rateNoise;
  private final double biasNoise;
  private double heading;
  private double bias;
  private double p00;
  private double p01;
  private double p11;

  HeadingFilter(EstimatorConfig config) {
    rateNoise = config.gyroNoiseRadS();
    biasNoise = config.gyroBiasRadS();
    forget();
  }

  /** Nothing is known of the bias. */
  void forget() {
    bias = 0;
    p01 = 0;
    p11 = biasNoise * biasNoise;
  }

  /** A heading known so well (standard deviation, rad); what is known of the bias stays. */
  void start(double heading, double noise) {
    this.heading = heading;
    p00 = noise * noise;
    p01 = 0;
  }

  /**
   * @param rate of the heading by the gyroscope, rad/s
   * @param dt s
   */
  void predict(double rate, double dt) {
    heading = wrapped(heading + (rate - bias) * dt);
    p00 += -2 * dt * p01 + dt * dt * (p11 + rateNoise * rateNoise);
    p01 -= dt * p11;
    p11 += BIAS_WALK * BIAS_WALK * dt;
  }

  /** A measured heading and its standard deviation, rad. */
  void correctHeading(double measured, double noise) {
    double error = wrapped(measured - heading);
    double scale = 1 / (p00 + noise * noise);
    double gain0 = p00 * scale;
    double gain1 = p01 * scale;
    heading = wrapped(heading + gain0 * error);
    bias += gain1 * error;
    p11 -= gain1 * p01;
    p01 -= gain0 * p01;
    p00 -= gain0 * p00;
  }

  /** The robot is still: what the gyroscope says, rad/s, is bias. */
  void correctBias(double rate) {
    double scale = 1 / (p11 + rateNoise * rateNoise);
    double gain0 = p01 * scale;
    double gain1 = p11 * scale;
    double error = rate - bias;
    heading = wrapped(heading + gain0 * error);
    bias += gain1 * error;
    p00 -= gain0 * p01;
    p01 -= gain1 * p01;
    p11 -= gain1 * p11;
  }

  /** rad, in (−π, π]. */
  double heading() {
    return heading;
  }

  /** rad/s. */
  double bias() {
    return bias;
  }

  private static double wrapped(double angle) {
    return angle - 2 * Math.PI * Math.rint(angle / (2 * Math.PI));
  }
}
