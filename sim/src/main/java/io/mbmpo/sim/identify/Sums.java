package io.mbmpo.sim.identify;

import java.util.Arrays;

/**
 * Sums of products of the columns of one joint's rows, of which the normal equations are made: the
 * regressors and the torque.
 */
final class Sums {
  private static final int TORQUE = Fit.TORQUE;
  private static final int COLUMNS = TORQUE + 1;

  /** Upper triangle, row by row. */
  private final double[] products = new double[COLUMNS * (COLUMNS + 1) / 2];

  private int rows;

  /**
   * Takes a row in.
   *
   * @param delay of commands, ticks
   * @param fadeRadS speed at which half of the joint's dry friction is left, rad/s
   */
  void add(Row row, int delay, double fadeRadS) {
    double[] z = Arrays.copyOf(row.regressors(), COLUMNS);
    z[Fit.DRY] = row.share(fadeRadS);
    z[TORQUE] = row.torqueNm()[delay];
    int k = 0;
    for (int a = 0; a < COLUMNS; a++) {
      for (int b = a; b < COLUMNS; b++) {
        products[k++] += z[a] * z[b];
      }
    }
    rows++;
  }

  void add(Sums other) {
    for (int k = 0; k < products.length; k++) {
      products[k] += other.products[k];
    }
    rows += other.rows;
  }

  int rows() {
    return rows;
  }

  double get(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return products[low * COLUMNS - low * (low - 1) / 2 + high - low];
  }
}
