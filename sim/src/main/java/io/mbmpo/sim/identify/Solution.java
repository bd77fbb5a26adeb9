package io.mbmpo.sim.identify;

import java.util.function.IntFunction;

/**
 * The parameters at the delay that explains the motion best: fits are made for whole ticks, and the
 * delay is where the parabola through the best fit's cost and its neighbours' is least.
 *
 * @param delayTicks ticks
 * @param fits the two fits around it, the same where it is whole
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Solution(double delayTicks, Fit... fits) {

  /**
   * @param sums by joint, for a delay in ticks; null for a joint that is left out
   * @param from least delay, ticks
   * @param until most delay, ticks
   * @param weight of each joint's equations
   */
  static Solution best(IntFunction<Sums[]> sums, int from, int until, double[] weight) {
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
    return new Solution(from + at, fits[(int) Math.floor(at)], fits[(int) Math.ceil(at)]);
  }

  private double share() {
    return delayTicks - Math.floor(delayTicks);
  }

  double strength() {
    return (1 - share()) * fits[0].strength() + share() * fits[1].strength();
  }

  double factor(int joint, int column) {
    return (1 - share()) * fits[0].factor(joint, column) + share() * fits[1].factor(joint, column);
  }

  /** The fit at the nearest whole tick. */
  Fit nearest() {
    return share() < 0.5 ? fits[0] : fits[1];
  }

  int nearestTicks() {
    return (int) Math.round(delayTicks);
  }
}
