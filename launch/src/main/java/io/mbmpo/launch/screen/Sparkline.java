package io.mbmpo.launch.screen;

import java.util.Arrays;

/** A row of little bars. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /** One character per value, least to greatest; a space where the value is not finite. */
  static String of(double[] values) {
    double least = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double greatest = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    double range = greatest - least;
    StringBuilder line = new StringBuilder(values.length);
    for (double value : values) {
      if (!Double.isFinite(value)) {
        line.append(' ');
      } else {
        double share = range > 0 ? (value - least) / range : 0.5;
        line.append(BARS.charAt((int) Math.min(BARS.length() - 1, share * BARS.length())));
      }
    }
    return line.toString();
  }
}
