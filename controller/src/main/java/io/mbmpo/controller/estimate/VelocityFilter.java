package io.mbmpo.controller.estimate;

import io.mbmpo.robotconfigs.EstimatorConfig;
import java.util.Arrays;

/**
 * Kalman filter of the trunk's velocity v (m/s) and the accelerometer's bias b (m/s²), both in the
 * trunk frame. With f the specific force, ω the angular velocity, g the gravity,
 *
 * <pre>
 *   v̇ = f − b + g − ω × v,   ḃ = 0,   measured: v
 * </pre>
 *
 * <p>(Bloesch et al. 2013, "State estimation for legged robots on unstable and slippery terrain":
 * velocities of standing feet in place of their positions.) A tilt that the IMU reports wrongly
 * looks like a bias and is taken for one. Control thread only; allocates nothing.
 */
final class VelocityFilter {
  private static final double GRAVITY_MS2 = 9.81;
  private static final int N = 6;

  /** Beyond so many standard deviations a measurement counts for less: a foot that slips. */
  private static final double GATE = 3;

  /** How far the bias wanders, m/s² in a second's root. */
  private static final double BIAS_WALK = 0.02;

  private final double accelerometerNoise;
  private final double accelerometerBias;
  private final double[] x = new double[N];
  private final double[] p = new double[N * N];
  private final double[] f = new double[N * N];
  private final double[] product = new double[N * N];
  private final double[] gain = new double[N];

  VelocityFilter(EstimatorConfig config) {
    accelerometerNoise = config.accelerometerNoiseMS2();
    accelerometerBias = config.accelerometerBiasMS2();
    for (int i = 0; i < N; i++) {
      f[i * N + i] = 1;
    }
    start(0);
  }

  /** At rest, known so well (standard deviation, m/s); the bias unknown. */
  void start(double velocityNoise) {
    Arrays.fill(x, 0);
    Arrays.fill(p, 0);
    for (int i = 0; i < 3; i++) {
      p[i * N + i] = velocityNoise * velocityNoise;
      p[(i + 3) * N + i + 3] = accelerometerBias * accelerometerBias;
    }
  }

  /**
   * @param angularVelocity rad/s, trunk frame
   * @param specificForce m/s², trunk frame
   * @param up the world's up axis in the trunk frame
   * @param dt s
   */
  void predict(double[] angularVelocity, double[] specificForce, double[] up, double dt) {
    double wx = angularVelocity[0];
    double wy = angularVelocity[1];
    double wz = angularVelocity[2];
    double ax = specificForce[0] - x[3] - GRAVITY_MS2 * up[0] - (wy * x[2] - wz * x[1]);
    double ay = specificForce[1] - x[4] - GRAVITY_MS2 * up[1] - (wz * x[0] - wx * x[2]);
    double az = specificForce[2] - x[5] - GRAVITY_MS2 * up[2] - (wx * x[1] - wy * x[0]);
    x[0] += ax * dt;
    x[1] += ay * dt;
    x[2] += az * dt;
    f[1] = wz * dt;
    f[2] = -wy * dt;
    f[N] = -wz * dt;
    f[N + 2] = wx * dt;
    f[2 * N] = wy * dt;
    f[2 * N + 1] = -wx * dt;
    for (int i = 0; i < 3; i++) {
      f[i * N + i + 3] = -dt;
    }
    propagate();
    double q = accelerometerNoise * dt;
    for (int i = 0; i < 3; i++) {
      p[i * N + i] += q * q;
      p[(i + 3) * N + i + 3] += BIAS_WALK * BIAS_WALK * dt;
    }
  }

  /** P ← F P Fᵀ. */
  private void propagate() {
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double sum = 0;
        for (int k = 0; k < N; k++) {
          sum += f[i * N + k] * p[k * N + j];
        }
        product[i * N + j] = sum;
      }
    }
    for (int i = 0; i < N; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < N; k++) {
          sum += product[i * N + k] * f[j * N + k];
        }
        p[i * N + j] = sum;
        p[j * N + i] = sum;
      }
    }
  }

  /**
   * @param velocity measured, m/s, trunk frame
   * @param noise its standard deviation, m/s
   */
  void correct(double[] velocity, double noise) {
    double variance = noise * noise;
    double distance = 0;
    for (int i = 0; i < 3; i++) {
      double error = velocity[i] - x[i];
      distance += error * error / (p[i * N + i] + variance);
    }
    if (distance > GATE * GATE) {
      variance *= distance / (GATE * GATE);
    }
    for (int i = 0; i < 3; i++) {
      correct(i, velocity[i], variance);
    }
  }

  private void correct(int i, double measured, double variance) {
    double error = measured - x[i];
    double scale = 1 / (p[i * N + i] + variance);
    for (int j = 0; j < N; j++) {
      gain[j] = p[j * N + i] * scale;
    }
    for (int j = 0; j < N; j++) {
      x[j] += gain[j] * error;
    }
    System.arraycopy(p, i * N, product, 0, N);
    for (int j = 0; j < N; j++) {
      for (int k = 0; k < N; k++) {
        p[j * N + k] -= gain[j] * product[k];
      }
    }
  }

  /** Component of the velocity, m/s. */
  double velocity(int axis) {
    return x[axis];
  }

  /** Component of the bias, m/s². */
  double bias(int axis) {
    return x[axis + 3];
  }

  /** Standard deviation of the velocity's worst component, m/s. */
  double uncertainty() {
    return Math.sqrt(Math.max(p[0], Math.max(p[N + 1], p[2 * N + 2])));
  }
}
