package io.mbmpo.launch.experiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How two maps over the same square grid go together.
 *
 * @param pearson coefficient of linear correlation
 * @param spearman the same of the ranks
 * @param pearsonP one-sided p-value of {@code pearson} under toroidal shifts
 * @param spearmanP one-sided p-value of {@code spearman} under toroidal shifts
 */
record Correlation(double pearson, double spearman, double pearsonP, double spearmanP) {

  /**
   * Correlates two maps. Neighbours on a smooth map are alike, so permuting single points would
   * make any coefficient look significant. The null hypothesis here keeps each map's smoothness:
   * one map is shifted against the other by every number of rows and columns, around the edges. The
   * p-value is the share of all shifts, none included, with a coefficient at least as great.
   *
   * @param x row-major [side][side]
   * @param y row-major [side][side]
   */
  static Correlation of(double[] x, double[] y, int side) {
    double[] rankX = ranks(x);
    double[] rankY = ranks(y);
    double pearson = pearson(x, y);
    double spearman = pearson(rankX, rankY);
    int greater = 0;
    int greaterRank = 0;
    for (int shift = 0; shift < side * side; shift++) {
      greater += pearson(x, shifted(y, side, shift)) >= pearson - 1e-12 ? 1 : 0;
      greaterRank += pearson(rankX, shifted(rankY, side, shift)) >= spearman - 1e-12 ? 1 : 0;
    }
    double shifts = side * side;
    return new Correlation(pearson, spearman, greater / shifts, greaterRank / shifts);
  }

  /** NaN when one of them is constant. */
  static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(Double.NaN);
    double meanY = Arrays.stream(y).average().orElse(Double.NaN);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
  }

  /** Ranks from 0; equal values share their mean rank. */
  static double[] ranks(double[] values) {
    Integer[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toArray(Integer[]::new);
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  private static double[] shifted(double[] map, int side, int shift) {
    int rows = shift / side;
    int columns = shift % side;
    double[] shifted = new double[map.length];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        shifted[row * side + column] = map[(row + rows) % side * side + (column + columns) % side];
      }
    }
    return shifted;
  }
}
