package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import java.util.HashMap;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;

/**
 * Joints' motion without their sensors' noise: a Kalman filter forwards and a smoother backwards
 * (Rauch, Tung, Striebel 1965) over position, velocity and acceleration whose rate of change is
 * white noise. How noisy the sensors are is read off their third differences; how lively a joint
 * is, and by how much its velocities are behind its positions, is what makes its readings most
 * likely: drives filter velocities, and a simulator's are those of half a step ago. It delays
 * nothing, and what is left of the noise is known: the smoothed state is the mean of what the
 * readings leave possible.
 */
final class JointSmoother {
  /** Shorter than this the ends of a stretch are not to be believed, s. */
  private static final double SETTLING_S = 0.1;

  /** Spectral densities of the jerk that are tried, (rad/s³)²·s. */
  private static final double LEAST_JERK = 1e1;

  private static final double MOST_JERK = 1e9;
  private static final double JERK_FACTOR = Math.sqrt(10);

  /** Half ticks by which velocities are at most behind positions. */
  private static final int MOST_LAG_HALF_TICKS = 10;

  private static final int LEAST_LAG_HALF_TICKS = -2;

  /** Steps in which noise is told apart, in a factor of 2. */
  private static final int NOISE_STEPS = 4;

  private static final double LEAST_POSITION_NOISE_RAD = 1e-4;
  private static final double LEAST_VELOCITY_NOISE_RAD_S = 1e-2;

  /** Standard deviation of a Gaussian over the median of its magnitude. */
  private static final double MEDIAN_TO_SIGMA = 1.4826;

  /** Variance of a third difference of white noise of variance 1. */
  private static final double THIRD_DIFFERENCE = 20;

  /**
   * Standard deviations of readings.
   *
   * @param positionRad rad
   * @param velocityRadS rad/s
   */
  private record Noise(double positionRad, double velocityRadS) {}

  /**
   * What a joint and its sensors are taken for.
   *
   * @param jerk spectral density, (rad/s³)²·s
   * @param lagS of velocities behind positions, s
   */
  private record Model(double jerk, double lagS, Noise noise) {}

  private final double tickS;
  private final Map<Model, SteadyFilter> filters = new HashMap<>();

  JointSmoother(double tickS) {
    this.tickS = tickS;
  }

  /** Ticks at either end of a stretch whose smoothed state is not to be used. */
  int settling() {
    return (int) Math.round(SETTLING_S / tickS);
  }

  /**
   * Smooths in place. All joints have the same kind of sensors, so that their velocities lag alike.
   *
   * @param position rad, by joint and tick
   * @param velocity rad/s, by joint and tick
   * @return standard deviation of what is left of each velocity's noise, rad/s
   */
  double[] smooth(double[][] position, double[][] velocity) {
    double half = 0.5 * tickS;
    Noise[] noise = new Noise[position.length];
    double[] jerk = new double[position.length];
    for (int j = 0; j < position.length; j++) {
      noise[j] =
          new Noise(
              rounded(Math.max(LEAST_POSITION_NOISE_RAD, noise(position[j]))),
              rounded(Math.max(LEAST_VELOCITY_NOISE_RAD_S, noise(velocity[j]))));
      jerk[j] = liveliest(position[j], velocity[j], noise[j], half);
    }
    double lag = latest(position, velocity, noise, jerk);
    double[] sigma = new double[position.length];
    for (int j = 0; j < sigma.length; j++) {
      sigma[j] =
          filter(new Model(jerk[j], lag, noise[j]))
              .smooth(position[j], velocity[j], Math.max(0, Math.min(half, lag)));
    }
    return sigma;
  }

  /** Rounded, joints of the same kind share their filters. */
  private static double rounded(double sigma) {
    return Math.pow(2, Math.rint(NOISE_STEPS * Math.log(sigma) / Math.log(2)) / NOISE_STEPS);
  }

  private SteadyFilter filter(Model model) {
    return filters.computeIfAbsent(model, m -> new SteadyFilter(tickS, m));
  }

  /** The jerk that makes the readings most likely. */
  private double liveliest(double[] position, double[] velocity, Noise noise, double lag) {
    double best = Double.NEGATIVE_INFINITY;
    double liveliest = LEAST_JERK;
    for (double jerk = LEAST_JERK; jerk < MOST_JERK; jerk *= JERK_FACTOR) {
      double likelihood = filter(new Model(jerk, lag, noise)).likelihood(position, velocity);
      if (likelihood > best) {
        best = likelihood;
        liveliest = jerk;
      }
    }
    return liveliest;
  }

  /** The lag of velocities behind positions that makes all readings most likely, s. */
  private double latest(double[][] position, double[][] velocity, Noise[] noise, double[] jerk) {
    double best = Double.NEGATIVE_INFINITY;
    double latest = 0;
    for (int halves = LEAST_LAG_HALF_TICKS; halves <= MOST_LAG_HALF_TICKS; halves++) {
      double lag = 0.5 * halves * tickS;
      double likelihood = 0;
      for (int j = 0; j < jerk.length; j++) {
        SteadyFilter filter = filter(new Model(jerk[j], lag, noise[j]));
        likelihood += filter.likelihood(position[j], velocity[j]);
      }
      if (likelihood > best) {
        best = likelihood;
        latest = lag;
      }
    }
    return latest;
  }

  private static double noise(double[] x) {
    if (x.length < 4) {
      return 0;
    }
    double[] third = new double[x.length - 3];
    for (int i = 0; i < third.length; i++) {
      third[i] = Math.abs(x[i + 3] - 3 * x[i + 2] + 3 * x[i + 1] - x[i]);
    }
    return MEDIAN_TO_SIGMA * Quantiles.median().compute(third) / Math.sqrt(THIRD_DIFFERENCE);
  }

  /** Filter and smoother with the gains that they have after a while. */
  private static final class SteadyFilter {
    private static final int MOST_ROUNDS = 5000;
    private static final double CONVERGED = 1e-7;

    private final double tickS;

    /**
     * Inverse of the covariance of what readings and their predictions differ by, and its ln det.
     */
    private final SimpleMatrix surprise;

    private final double logDet;
    private final double[][] gain = new double[3][2];
    private final double[][] back = new double[3][3];
    private final double lagS;
    private final SimpleMatrix smoothed;

    SteadyFilter(double t, Model model) {
      tickS = t;
      lagS = model.lagS();
      double jerk = model.jerk();
      double positionVariance = model.noise().positionRad() * model.noise().positionRad();
      double velocityVariance = model.noise().velocityRadS() * model.noise().velocityRadS();
      SimpleMatrix f = new SimpleMatrix(new double[][] {{1, t, t * t / 2}, {0, 1, t}, {0, 0, 1}});
      double t2 = t * t;
      SimpleMatrix noise =
          new SimpleMatrix(
                  new double[][] {
                    {t2 * t2 * t / 20, t2 * t2 / 8, t2 * t / 6},
                    {t2 * t2 / 8, t2 * t / 3, t2 / 2},
                    {t2 * t / 6, t2 / 2, t}
                  })
              .scale(jerk);
      SimpleMatrix h = new SimpleMatrix(new double[][] {{1, 0, 0}, {0, 1, -lagS}});
      SimpleMatrix r = SimpleMatrix.diag(positionVariance, velocityVariance);
      SimpleMatrix p = SimpleMatrix.diag(positionVariance, velocityVariance, jerk * t);
      SimpleMatrix ahead = p;
      SimpleMatrix k = null;
      SimpleMatrix s = null;
      for (int i = 0; i < MOST_ROUNDS; i++) {
        ahead = f.mult(p).mult(f.transpose()).plus(noise);
        s = h.mult(ahead).mult(h.transpose()).plus(r);
        k = ahead.mult(h.transpose()).mult(s.invert());
        SimpleMatrix left = SimpleMatrix.identity(3).minus(k.mult(h));
        SimpleMatrix next =
            left.mult(ahead).mult(left.transpose()).plus(k.mult(r).mult(k.transpose()));
        boolean converged = Math.abs(next.get(2, 2) - p.get(2, 2)) < CONVERGED * next.get(2, 2);
        p = next;
        if (converged) {
          break;
        }
      }
      SimpleMatrix c = p.mult(f.transpose()).mult(ahead.invert());
      SimpleMatrix last = p;
      for (int i = 0; i < MOST_ROUNDS; i++) {
        SimpleMatrix next = p.plus(c.mult(last.minus(ahead)).mult(c.transpose()));
        boolean converged = Math.abs(next.get(1, 1) - last.get(1, 1)) < CONVERGED * next.get(1, 1);
        last = next;
        if (converged) {
          break;
        }
      }
      surprise = s.invert();
      logDet = Math.log(s.determinant());
      for (int a = 0; a < 3; a++) {
        gain[a][0] = k.get(a, 0);
        gain[a][1] = k.get(a, 1);
        for (int b = 0; b < 3; b++) {
          back[a][b] = c.get(a, b);
        }
      }
      smoothed = last;
    }

    private void ahead(double[] x, double[] into) {
      into[0] = x[0] + tickS * (x[1] + 0.5 * tickS * x[2]);
      into[1] = x[1] + tickS * x[2];
      into[2] = x[2];
    }

    double likelihood(double[] position, double[] velocity) {
      double[] x = {position[0], velocity[0], 0};
      double[] predicted = new double[3];
      double sum = 0;
      double qq = surprise.get(0, 0);
      double qv = surprise.get(0, 1);
      double vv = surprise.get(1, 1);
      for (int i = 1; i < position.length; i++) {
        ahead(x, predicted);
        double dq = position[i] - predicted[0];
        double dv = velocity[i] - predicted[1] + lagS * predicted[2];
        sum -= logDet + qq * dq * dq + 2 * qv * dq * dv + vv * dv * dv;
        for (int a = 0; a < 3; a++) {
          x[a] = predicted[a] + gain[a][0] * dq + gain[a][1] * dv;
        }
      }
      return sum;
    }

    /**
     * Velocities come out as they were so long ago; returns the deviation of their error, rad/s.
     */
    double smooth(double[] position, double[] velocity, double ago) {
      int n = position.length;
      double[][] filtered = new double[n][3];
      double[] predicted = new double[3];
      filtered[0][0] = position[0];
      filtered[0][1] = velocity[0];
      for (int i = 1; i < n; i++) {
        ahead(filtered[i - 1], predicted);
        double dq = position[i] - predicted[0];
        double dv = velocity[i] - predicted[1] + lagS * predicted[2];
        for (int a = 0; a < 3; a++) {
          filtered[i][a] = predicted[a] + gain[a][0] * dq + gain[a][1] * dv;
        }
      }
      for (int i = n - 2; i >= 0; i--) {
        ahead(filtered[i], predicted);
        double[] x = filtered[i];
        double[] later = filtered[i + 1];
        double d0 = later[0] - predicted[0];
        double d1 = later[1] - predicted[1];
        double d2 = later[2] - predicted[2];
        for (int a = 0; a < 3; a++) {
          x[a] += back[a][0] * d0 + back[a][1] * d1 + back[a][2] * d2;
        }
      }
      for (int i = 0; i < n; i++) {
        position[i] = filtered[i][0];
        velocity[i] = filtered[i][1] - ago * filtered[i][2];
      }
      double variance =
          smoothed.get(1, 1) - 2 * ago * smoothed.get(1, 2) + ago * ago * smoothed.get(2, 2);
      return Math.sqrt(Math.max(0, variance));
    }
  }
}
