package io.mbmpo.launch.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * How late a periodic thread woke, µs.
 *
 * @param p50 that half of the wake-ups did not exceed
 * @param p99 that 99 % did not exceed
 * @param p999 that 99.9 % did not exceed
 * @param max latest
 */
record Lateness(double p50, double p99, double p999, double max) {

  /**
   * @param nanos counted times, ns
   */
  static Lateness of(Histogram nanos) {
    return new Lateness(
        1e-3 * nanos.getValueAtPercentile(50),
        1e-3 * nanos.getValueAtPercentile(99),
        1e-3 * nanos.getValueAtPercentile(99.9),
        1e-3 * nanos.getMaxValue());
  }

  /** The median of several runs, each figure for itself. */
  static Lateness median(List<Lateness> runs) {
    return new Lateness(
        median(runs, Lateness::p50),
        median(runs, Lateness::p99),
        median(runs, Lateness::p999),
        median(runs, Lateness::max));
  }

  private static double median(List<Lateness> runs, ToDoubleFunction<Lateness> figure) {
    return runs.stream()
        .map(figure::applyAsDouble)
        .sorted(Comparator.naturalOrder())
        .skip(runs.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** This divided by the other, figure by figure. */
  Lateness over(Lateness other) {
    return new Lateness(p50 / other.p50, p99 / other.p99, p999 / other.p999, max / other.max);
  }
}
