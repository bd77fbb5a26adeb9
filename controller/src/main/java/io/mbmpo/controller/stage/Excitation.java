package io.mbmpo.controller.stage;

/**
 * One joint's motion that tells its friction, its motor's strength and the delay apart: a sum of
 * sines, each as fast as the others, that are multiples of one base frequency and begin at phases
 * that keep them from adding up (Schroeder 1970). It comes up from nothing and goes down to it, and
 * keeps inside a width and a speed. Allocates nothing once made.
 */
final class Excitation {
  /** All sines repeat after this time, s. */
  private static final double PERIOD_S = 10;

  /** Multiples of the base frequency: 0.8 to 3.1 Hz. */
  private static final int[] MULTIPLES = {8, 13, 18, 24, 31};

  /** Multiples that one joint's sines are above those of the joint before: no two are the same. */
  private static final int NEXT_JOINT = 1;

  /** Time in which it comes up and goes down, s. */
  static final double FADE_S = 1;

  private static final double SAMPLE_S = 0.001;

  private final double[] omega = new double[MULTIPLES.length];
  private final double[] phase = new double[MULTIPLES.length];
  private final double[] amplitude = new double[MULTIPLES.length];

  /**
   * @param place of the joint in its leg, from the trunk on
   * @param widthRad to either side, rad
   * @param speedRadS most, rad/s
   */
  Excitation(int place, double widthRad, double speedRadS) {
    int n = MULTIPLES.length;
    for (int i = 0; i < n; i++) {
      omega[i] = 2 * Math.PI * (MULTIPLES[i] + NEXT_JOINT * place) / PERIOD_S;
      phase[i] = -Math.PI * i * (i + 1) / n + place;
      amplitude[i] = 1 / omega[i];
    }
    double farthest = 0;
    double fastest = 0;
    for (double t = 0; t < PERIOD_S; t += SAMPLE_S) {
      farthest = Math.max(farthest, Math.abs(sum(t)));
      fastest = Math.max(fastest, Math.abs(sum(t + SAMPLE_S) - sum(t)) / SAMPLE_S);
    }
    // while it comes up, what it goes by that alone is added
    double scale =
        Math.min(widthRad / farthest, speedRadS / (fastest + farthest * Math.PI / 2 / FADE_S));
    for (int i = 0; i < n; i++) {
      amplitude[i] *= scale;
    }
  }

  private double sum(double t) {
    double sum = 0;
    for (int i = 0; i < omega.length; i++) {
      sum += amplitude[i] * Math.sin(omega[i] * t + phase[i]);
    }
    return sum;
  }

  /**
   * Where the joint is to be, from its middle, rad.
   *
   * @param t since it began, s
   * @param lasts altogether, s
   */
  double at(double t, double lasts) {
    double edge = Math.max(0, Math.min(1, Math.min(t, lasts - t) / FADE_S));
    return sum(t) * 0.5 * (1 - Math.cos(Math.PI * edge));
  }

  /** Root mean square of its speed, rad/s. */
  double speedRadS() {
    double square = 0;
    for (int i = 0; i < omega.length; i++) {
      square += 0.5 * amplitude[i] * amplitude[i] * omega[i] * omega[i];
    }
    return Math.sqrt(square);
  }
}
