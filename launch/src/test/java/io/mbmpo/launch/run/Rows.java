package io.mbmpo.launch.run;

import java.util.List;
import java.util.stream.IntStream;

/** Plausible rows for tests: a robot that learns to walk and falls on the way. */
public final class Rows {
  private Rows() {}

  public static IterationRow row(int iteration) {
    boolean random = iteration == 0;
    return new IterationRow(
        iteration,
        0.8 + 0.5 * iteration,
        12.5 * (iteration + 1),
        random ? Double.NaN : 150 * (1 - Math.exp(-iteration / 2.5)) - 8 * Math.cos(iteration),
        random ? Double.NaN : 0.75 * (1 - Math.exp(-iteration / 2.5)),
        random ? Double.NaN : 0.3,
        Math.max(0, 4 - iteration),
        8,
        0.03 / (1 + iteration),
        0.02,
        random ? Double.NaN : 0.0099,
        random ? Double.NaN : 0.004,
        random ? Double.NaN : 120.5,
        random ? 0 : 29_000_000_000_000_000L + iteration,
        2.5,
        4,
        6);
  }

  public static List<IterationRow> upTo(int iterations) {
    return IntStream.range(0, iterations).mapToObj(Rows::row).toList();
  }
}
