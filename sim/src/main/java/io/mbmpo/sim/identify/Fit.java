package io.mbmpo.sim.identify;

import org.ejml.simple.SimpleMatrix;

/**
 * Weighted least squares over all joints: one motor strength for the robot; dry and viscous
 * friction and the rotor's inertia for each joint, none of them below 0.
 */
final class Fit {
  private static final int MODEL = 0;
  static final int DRY = 1;
  static final int VISCOUS = 2;
  static final int ROTOR = 3;

  /** (N·m)². */
  private static final double LEAST_UNEXPLAINED = 1e-12;

  private final Sums[] sums;
  private final double[] weight;
  private final boolean[][] free;
  private final double[][] factor;

  private Fit(Sums[] sums, double[] weight) {
    this.sums = sums;
    this.weight = weight;
    free = new boolean[sums.length][Sums.TORQUE];
    factor = new double[sums.length][Sums.TORQUE];
    for (int j = 0; j < sums.length; j++) {
      for (int c = DRY; sums[j] != null && c < Sums.TORQUE; c++) {
        free[j][c] = sums[j].get(c, c) > 0; // a hip is carried by no joint
      }
    }
  }

  /**
   * @param sums by joint; null for one that is left out
   * @param weight of each joint's equations, 1/(N·m)²
   */
  static Fit of(Sums[] sums, double[] weight) {
    Fit fit = new Fit(sums, weight);
    fit.solve();
    if (fit.holdAtZero()) {
      fit.solve();
    }
    return fit;
  }

  /** What came out below 0 is 0; true if anything did. */
  private boolean holdAtZero() {
    boolean any = false;
    for (int j = 0; j < sums.length; j++) {
      for (int c = DRY; c <= VISCOUS; c++) {
        if (free[j][c] && factor[j][c] < 0) {
          free[j][c] = false;
          factor[j][c] = 0;
          any = true;
        }
      }
    }
    return any;
  }

  private void solve() {
    int[][] place = new int[sums.length][Sums.TORQUE];
    int size = 1;
    for (int j = 0; j < sums.length; j++) {
      for (int c = DRY; c < Sums.TORQUE; c++) {
        place[j][c] = free[j][c] ? size++ : -1;
      }
    }
    SimpleMatrix normal = new SimpleMatrix(size, size);
    SimpleMatrix right = new SimpleMatrix(size, 1);
    for (int j = 0; j < sums.length; j++) {
      if (sums[j] != null) {
        add(sums[j], weight[j], place[j], normal, right);
      }
    }
    SimpleMatrix solution = normal.solve(right);
    for (int j = 0; j < sums.length; j++) {
      for (int c = 0; c < Sums.TORQUE; c++) {
        if (sums[j] != null && place[j][c] >= 0) {
          factor[j][c] = solution.get(place[j][c]);
        }
      }
    }
  }

  private static void add(
      Sums sums, double weight, int[] place, SimpleMatrix normal, SimpleMatrix right) {
    for (int a = 0; a < Sums.TORQUE; a++) {
      if (place[a] < 0) {
        continue;
      }
      right.set(place[a], right.get(place[a]) + weight * sums.get(a, Sums.TORQUE));
      for (int b = 0; b < Sums.TORQUE; b++) {
        if (place[b] >= 0) {
          double before = normal.get(place[a], place[b]);
          normal.set(place[a], place[b], before + weight * sums.get(a, b));
        }
      }
    }
  }

  /** Motor strength. */
  double strength() {
    for (int j = 0; j < sums.length; j++) {
      if (sums[j] != null) {
        return 1 / factor[j][MODEL];
      }
    }
    return Double.NaN;
  }

  /** Friction or inertia of a joint, in torques that are really given. */
  double factor(int joint, int column) {
    return factor[joint][column] * strength();
  }

  /** What is left of one equation, N·m. */
  double residual(int joint, Row row, int delay) {
    double left = row.torqueNm()[delay];
    for (int c = 0; c < Sums.TORQUE; c++) {
      left -= factor[joint][c] * row.regressors()[c];
    }
    return left;
  }

  /** Mean square of what is left of a joint's equations, (N·m)². */
  private double unexplained(int joint) {
    double[] f = factor[joint];
    Sums s = sums[joint];
    double square = s.get(Sums.TORQUE, Sums.TORQUE);
    for (int a = 0; a < Sums.TORQUE; a++) {
      square -= 2 * f[a] * s.get(a, Sums.TORQUE);
      for (int b = 0; b < Sums.TORQUE; b++) {
        square += f[a] * f[b] * s.get(a, b);
      }
    }
    return Math.max(square / s.rows(), LEAST_UNEXPLAINED);
  }

  /** The less the better the delay of the torques is; their noise is the same at every delay. */
  double cost() {
    double sum = 0;
    for (int j = 0; j < sums.length; j++) {
      if (sums[j] != null) {
        sum += sums[j].rows() * Math.log(unexplained(j));
      }
    }
    return sum;
  }
}
