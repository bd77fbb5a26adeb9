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

  /** Whether the recordings determine it. */
  public boolean determined() {
    return open == null;
  }

  /** Half of the confidence interval's width. */
  public double uncertainty() {
    return 0.5 * (high - low);
  }
}
