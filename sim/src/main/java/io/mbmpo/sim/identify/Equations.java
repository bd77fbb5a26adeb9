package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import io.mbmpo.sim.DryFriction;
import io.mbmpo.sim.FrictionFade;
import java.util.Arrays;
import java.util.List;

/**
 * All rows of a robot, which of them are kept, how much each joint's count, and how slowly its dry
 * friction fades out. A joint that stands is left out, for what holds it may be anything up to its
 * friction. Rows that do not fit (a foot that touched something, a joint that was held) are left
 * out, and each joint counts by how well its rows fit; the more dry friction it has, the slower the
 * simulator lets it fade. All of it is found out in a few rounds.
 */
final class Equations {
  private static final int ROUNDS = 5;

  /** Residuals beyond so many standard deviations do not belong to the rest. */
  private static final double OUTLIER = 4;

  /** Standard deviation of a Gaussian over the median of its magnitude. */
  private static final double MEDIAN_TO_SIGMA = 1.4826;

  private final List<List<Row>> rows;
  private final boolean[] used;
  private final int delays;
  private final boolean[][] kept;
  private final double[] weight;
  private final double[] fadeRadS;
  private Solution solution;

  /** Some of the rows. */
  interface Part {
    boolean has(int joint, Row row);
  }

  /**
   * @param rows by joint
   * @param used joints that moved enough; at least one
   * @param delays number of delays that rows know
   */
  Equations(List<List<Row>> rows, boolean[] used, int delays, FrictionFade fades) {
    this.rows = rows;
    this.used = used;
    this.delays = delays;
    kept = new boolean[rows.size()][];
    weight = new double[rows.size()];
    fadeRadS = new double[rows.size()];
    for (int j = 0; j < kept.length; j++) {
      kept[j] = new boolean[rows.get(j).size()];
      for (int i = 0; i < kept[j].length; i++) {
        kept[j][i] = !rows.get(j).get(i).stands();
      }
      weight[j] = 1;
      fadeRadS[j] = DryFriction.FADE_RAD_S;
    }
    for (int i = 0; i < ROUNDS; i++) {
      solution = Solution.best(this::sums, 0, delays - 1, weight);
      if (i < ROUNDS - 1) {
        sort(fades);
      }
    }
  }

  private Sums[] sums(int delay) {
    return byBlock(1, 1, delay, (joint, row) -> true)[0];
  }

  private void sort(FrictionFade fades) {
    Fit fit = solution.nearest();
    for (int j = 0; j < kept.length; j++) {
      if (!used[j]) {
        continue;
      }
      List<Row> all = rows.get(j);
      double[] left = new double[all.size()];
      for (int i = 0; i < left.length; i++) {
        left[i] = all.get(i).stands() ? Double.NaN : Math.abs(residual(fit, j, all.get(i)));
      }
      double[] known = Arrays.stream(left).filter(x -> !Double.isNaN(x)).toArray();
      double sigma = MEDIAN_TO_SIGMA * Quantiles.median().compute(known) + 1e-9;
      weight[j] = 1 / (sigma * sigma);
      for (int i = 0; i < left.length; i++) {
        kept[j][i] = left[i] <= OUTLIER * sigma; // not where it stands
      }
      fadeRadS[j] = fades.radS(j, solution.factor(j, Fit.DRY));
    }
  }

  private double residual(Fit fit, int joint, Row row) {
    return fit.residual(joint, row, solution.nearestTicks(), fadeRadS[joint]);
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

  /** A joint's rows. */
  List<Row> rows(int joint) {
    return rows.get(joint);
  }

  /**
   * Sums of every block of time, [block][joint]; null for a joint that is left out.
   *
   * @param blocks their number
   * @param each so many of the rows' blocks are one
   * @param part what is summed
   */
  Sums[][] byBlock(int blocks, int each, int delay, Part part) {
    Sums[][] sums = new Sums[blocks][rows.size()];
    for (int j = 0; j < rows.size(); j++) {
      if (!used[j]) {
        continue;
      }
      for (int b = 0; b < blocks; b++) {
        sums[b][j] = new Sums();
      }
      for (int i = 0; i < kept[j].length; i++) {
        Row row = rows.get(j).get(i);
        if (kept[j][i] && part.has(j, row)) {
          sums[blocks == 1 ? 0 : row.block() / each][j].add(row, delay, fadeRadS[j]);
        }
      }
    }
    return sums;
  }

  /**
   * Mean of what is left of a joint's kept equations times its velocity, by block; NaN where it has
   * none. What is left over should not go on from one block to the next.
   */
  double[] leftByBlock(int joint, int blocks) {
    double[] sum = new double[blocks];
    int[] count = new int[blocks];
    Fit fit = solution.nearest();
    for (int i = 0; i < kept[joint].length; i++) {
      Row row = rows.get(joint).get(i);
      if (kept[joint][i]) {
        sum[row.block()] += residual(fit, joint, row) * Math.signum(row.velocityRadS());
        count[row.block()]++;
      }
    }
    for (int b = 0; b < blocks; b++) {
      sum[b] = count[b] == 0 ? Double.NaN : sum[b] / count[b];
    }
    return sum;
  }
}
