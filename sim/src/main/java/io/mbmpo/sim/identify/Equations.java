package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import java.util.Arrays;
import java.util.List;

/**
 * All rows of a robot, which of them are kept, and how much each joint's count. Rows that do not
 * fit (a foot that touched something, a joint that was held) are left out, and each joint counts by
 * how well its rows fit; both are found out in a few rounds.
 */
final class Equations {
  private static final int ROUNDS = 3;

  /** Residuals beyond so many standard deviations do not belong to the rest. */
  private static final double OUTLIER = 4;

  /** Standard deviation of a Gaussian over the median of its magnitude. */
  private static final double MEDIAN_TO_SIGMA = 1.4826;

  private final List<List<Row>> rows;
  private final boolean[] used;
  private final int delays;
  private final boolean[][] kept;
  private final double[] weight;
  private Solution solution;

  /**
   * @param rows by joint
   * @param used joints that moved enough; at least one
   * @param delays number of delays that rows know
   */
  Equations(List<List<Row>> rows, boolean[] used, int delays) {
    this.rows = rows;
    this.used = used;
    this.delays = delays;
    kept = new boolean[rows.size()][];
    weight = new double[rows.size()];
    for (int j = 0; j < kept.length; j++) {
      kept[j] = new boolean[rows.get(j).size()];
      Arrays.fill(kept[j], true);
      weight[j] = 1;
    }
    for (int i = 0; i < ROUNDS; i++) {
      solution = Solution.best(this::sums, 0, delays - 1, weight);
      if (i < ROUNDS - 1) {
        sort();
      }
    }
  }

  private Sums[] sums(int delay) {
    Sums[] sums = new Sums[rows.size()];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = used[j] ? Sums.of(rows.get(j), kept[j], delay) : null;
    }
    return sums;
  }

  private void sort() {
    Fit fit = solution.nearest();
    for (int j = 0; j < kept.length; j++) {
      if (!used[j]) {
        continue;
      }
      double[] left = new double[kept[j].length];
      for (int i = 0; i < left.length; i++) {
        left[i] = Math.abs(fit.residual(j, rows.get(j).get(i), solution.nearestTicks()));
      }
      double sigma = MEDIAN_TO_SIGMA * Quantiles.median().compute(left) + 1e-9;
      weight[j] = 1 / (sigma * sigma);
      for (int i = 0; i < left.length; i++) {
        kept[j][i] = left[i] <= OUTLIER * sigma;
      }
    }
  }

  Solution solution() {
    return solution;
  }

  double[] weight() {
    return weight;
  }

  boolean used(int joint) {
    return used[joint];
  }

  int delays() {
    return delays;
  }

  /** Sums of every block of time, [block][joint]; null for a joint that is left out. */
  Sums[][] byBlock(int blocks, int delay) {
    Sums[][] sums = new Sums[blocks][rows.size()];
    for (int j = 0; j < rows.size(); j++) {
      if (!used[j]) {
        continue;
      }
      for (int b = 0; b < blocks; b++) {
        sums[b][j] = new Sums();
      }
      for (int i = 0; i < kept[j].length; i++) {
        if (kept[j][i]) {
          Row row = rows.get(j).get(i);
          sums[row.block()][j].add(row, delay);
        }
      }
    }
    return sums;
  }
}
