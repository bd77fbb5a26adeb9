package io.mbmpo.sim.identify;

import java.util.function.IntFunction;

/**
 * The parameters at the delay that explains the motion best: fits are made for whole ticks, and the
 * delay is where the parabola through the best fit's cost and its neighbours' is least. Friction
 * and strength are those at a whole number of ticks, for only such are simulated; what is missing
 * to the delay itself, times the stiffness, is in the viscous friction, which does the same.
 *
 * @param delayTicks ticks
 * @param fit at the whole number of ticks
 */
record Solution(double delayTicks, Fit fit) {

  /**
   * @param sums by joint, for a delay in ticks; null for a joint that is left out
   * @param from least delay, ticks
   * @param until most delay, ticks
   * @param weight of each joint's equations
   */
  static Solution best(IntFunction<Sums[]> sums, int from, int until, double[] weight) {
    return best(sums, from, until, weight, -1);
  }

  /**
   * The same.
   *
   * @param held ticks at which friction and strength are wanted, whatever the delay; −1 for those
   *     nearest to it
   */
  static Solution best(IntFunction<Sums[]> sums, int from, int until, double[] weight, int held) {
    Fit[] fits = new Fit[until - from + 1];
    double[] cost = new double[fits.length];
    int best = 0;
    for (int i = 0; i < fits.length; i++) {
      fits[i] = Fit.of(sums.apply(from + i), weight);
      cost[i] = fits[i].cost();
      best = cost[i] < cost[best] ? i : best;
    }
    double shift = 0;
    if (best > 0 && best < fits.length - 1) {
      double bend = cost[best - 1] - 2 * cost[best] + cost[best + 1];
      shift = bend > 0 ? 0.5 * (cost[best - 1] - cost[best + 1]) / bend : 0;
    }
    double at = best + shift;
    return new Solution(from + at, fits[held < 0 ? (int) Math.round(at) : held - from]);
  }

  double strength() {
    return fit.strength();
  }

  double factor(int joint, int column) {
    return fit.factor(joint, column);
  }

  /** The fit at the nearest whole tick. */
  Fit nearest() {
    return fit;
  }

  int nearestTicks() {
    return (int) Math.round(delayTicks);
  }
}
