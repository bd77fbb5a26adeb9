package io.mbmpo.sim.identify;

/**
 * Joint position and velocity without most of their noise: at each tick the parabola that fits both
 * best in the ticks around it (Savitzky–Golay, with the derivative measured too). It looks as far
 * ahead as back, so it delays nothing.
 */
final class Smoothing {
  /** How far it looks to either side, s. */
  private static final double HALF_WIDTH_S = 0.008;

  /** Noise of positions over noise of velocities, s; only their ratio matters. */
  private static final double NOISE_RATIO_S = 0.01;

  private final int half;
  private final double[] level;
  private final double[] levelByVelocity;
  private final double[] slope;
  private final double slopeByVelocity;

  Smoothing(double tickS) {
    half = Math.max(1, (int) Math.round(HALF_WIDTH_S / tickS));
    int n = 2 * half + 1;
    double velocityWeight = NOISE_RATIO_S * NOISE_RATIO_S;
    double s2 = 0;
    double s4 = 0;
    for (int k = -half; k <= half; k++) {
      double t2 = k * tickS * k * tickS;
      s2 += t2;
      s4 += t2 * t2;
    }
    double curvature = s4 + 4 * velocityWeight * s2;
    double det = n * curvature - s2 * s2;
    level = new double[n];
    levelByVelocity = new double[n];
    slope = new double[n];
    slopeByVelocity = velocityWeight / (s2 + velocityWeight * n);
    for (int k = -half; k <= half; k++) {
      double t = k * tickS;
      level[k + half] = (curvature - s2 * t * t) / det;
      levelByVelocity[k + half] = -s2 * 2 * velocityWeight * t / det;
      slope[k + half] = t / (s2 + velocityWeight * n);
    }
  }

  /** Ticks that it needs on either side. */
  int half() {
    return half;
  }

  /** All joints at a tick, rad and rad/s. */
  void at(Motion motion, int tick, double[] position, double[] velocity) {
    for (int j = 0; j < position.length; j++) {
      double p = 0;
      double v = 0;
      for (int k = 0; k < level.length; k++) {
        double q = motion.position[tick + k - half][j];
        double dq = motion.velocity[tick + k - half][j];
        p += level[k] * q + levelByVelocity[k] * dq;
        v += slope[k] * q + slopeByVelocity * dq;
      }
      position[j] = p;
      velocity[j] = v;
    }
  }

  /** The trunk's angular velocity at a tick, rad/s. */
  void turning(Motion motion, int tick, double[] into) {
    for (int i = 0; i < 3; i++) {
      into[i] = 0;
      for (int k = -half; k <= half; k++) {
        into[i] += motion.angularVelocity[tick + k][i] / level.length;
      }
    }
  }
}
