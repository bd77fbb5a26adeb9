package io.mbmpo.sim.identify;

/**
 * A parameter as the recordings determine it, or why they do not.
 *
 * @param value best value; NaN where nothing could be said
 * @param low lower end of its 95 % confidence interval
 * @param high upper end
 * @param open why it is not determined; null when it is
 */
public record Estimate(double value, double low, double high, String open) {
  static Estimate unknown(String why) {
    return new Estimate(Double.NaN, Double.NaN, Double.NaN, why);
  }

  Estimate open(String why) {
    return new Estimate(value, low, high, why);
  }

  /** The same, the interval reaching at least so far to either side of the value. */
  Estimate atLeast(double halfWidth) {
    return new Estimate(
        value, Math.min(low, value - halfWidth), Math.max(high, value + halfWidth), open);
  }

  /** The same, the interval reaching further by so much to either side, but not below 0 by it. */
  Estimate wider(double more) {
    return new Estimate(value, Math.max(low - more, Math.min(0, low)), high + more, open);
  }

  /** Whether the recordings determine it. */
  public boolean determined() {
    return open == null;
  }

  /** Half of the confidence interval's width. */
  public double uncertainty() {
    return 0.5 * (high - low);
  }
}
