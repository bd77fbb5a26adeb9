package io.mbmpo.sim.identify;

import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;

/**
 * Weighted least squares over all joints: one motor strength for the robot; dry and viscous
 * friction and the rotor's inertia for each joint, none of them below 0.
 */
final class Fit {
  /** Columns of an equation. The torque that the model says moves the leg, N·m. */
  static final int MODEL = 0;

  /** Share of dry friction. */
  static final int DRY = 1;

  /** Velocity, rad/s. */
  static final int VISCOUS = 2;

  /** Acceleration, rad/s²; of the joint that carries it, and of the one that it carries. */
  static final int ROTOR = 3;

  static final int PARENT = 4;
  static final int CHILD = 5;

  /** 1: an IMU that is not level, a position that is not zero where it should be. */
  static final int OFFSET = 6;

  /** What all that is to explain, N·m; their number without it. */
  static final int TORQUE = 7;

  /** (N·m)². */
  private static final double LEAST_UNEXPLAINED = 1e-12;

  private static final double RIDGE = 1e-9;

  private final Sums[] sums;
  private final double[] weight;
  private final boolean[][] free;
  private final double[][] factor;

  private Fit(Sums[] sums, double[] weight) {
    this.sums = sums;
    this.weight = weight;
    free = new boolean[sums.length][TORQUE];
    factor = new double[sums.length][TORQUE];
    for (int j = 0; j < sums.length; j++) {
      for (int c = DRY; sums[j] != null && c < TORQUE; c++) {
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

  /**
   * The normal equations have the shape of an arrow: the model's factor is all joints', the others
   * one joint's alone. Those are eliminated joint by joint.
   */
  private void solve() {
    double common = 0;
    double right = 0;
    SimpleMatrix[] own = new SimpleMatrix[sums.length];
    for (int j = 0; j < sums.length; j++) {
      if (sums[j] == null) {
        continue;
      }
      int[] columns = columns(j);
      own[j] = eliminated(sums[j], columns);
      double ofModel = sums[j].get(MODEL, MODEL);
      double ofTorque = sums[j].get(MODEL, TORQUE);
      for (int i = 0; i < columns.length; i++) {
        double link = sums[j].get(MODEL, columns[i]);
        ofModel -= link * own[j].get(i, 0);
        ofTorque -= link * own[j].get(i, 1);
      }
      common += weight[j] * ofModel;
      right += weight[j] * ofTorque;
    }
    for (int j = 0; j < sums.length; j++) {
      if (sums[j] != null) {
        factor[j][MODEL] = right / common;
        int[] columns = columns(j);
        for (int i = 0; i < columns.length; i++) {
          factor[j][columns[i]] = own[j].get(i, 1) - own[j].get(i, 0) * factor[j][MODEL];
        }
      }
    }
  }

  private int[] columns(int joint) {
    return IntStream.range(DRY, TORQUE).filter(c -> free[joint][c]).toArray();
  }

  /** A joint's own factors: what takes the model's place with them, and what the torque's. */
  private static SimpleMatrix eliminated(Sums sums, int[] columns) {
    int n = columns.length;
    SimpleMatrix normal = new SimpleMatrix(n, n);
    SimpleMatrix right = new SimpleMatrix(n, 2);
    for (int a = 0; a < n; a++) {
      right.set(a, 0, sums.get(columns[a], MODEL));
      right.set(a, 1, sums.get(columns[a], TORQUE));
      for (int b = 0; b < n; b++) {
        normal.set(a, b, sums.get(columns[a], columns[b]));
      }
      normal.set(a, a, normal.get(a, a) * (1 + RIDGE)); // too few rows make it singular
    }
    return n == 0 ? right : normal.solve(right);
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
  double residual(int joint, Row row, int delay, double fadeRadS) {
    double left = row.torqueNm()[delay] - factor[joint][DRY] * row.share(fadeRadS);
    for (int c = 0; c < TORQUE; c++) {
      left -= factor[joint][c] * row.regressors()[c];
    }
    return left;
  }

  /** Mean square of what is left of a joint's equations, (N·m)². */
  private double unexplained(int joint) {
    double[] f = factor[joint];
    Sums s = sums[joint];
    double square = s.get(TORQUE, TORQUE);
    for (int a = 0; a < TORQUE; a++) {
      square -= 2 * f[a] * s.get(a, TORQUE);
      for (int b = 0; b < TORQUE; b++) {
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
