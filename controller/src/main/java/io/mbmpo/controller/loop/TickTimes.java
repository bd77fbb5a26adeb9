package io.mbmpo.controller.loop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * A distribution of times, ns; all 0 when there is none.
 *
 * @param count number of ticks
 * @param meanNanos mean
 * @param p50Nanos that half of them did not exceed
 * @param p99Nanos that 99 % did not exceed
 * @param p999Nanos that 99.9 % did not exceed
 * @param maxNanos longest
 * @param upTo for each of {@link #BOUNDS_NANOS}, how many did not exceed it
 */
public record TickTimes(
    long count,
    double meanNanos,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long maxNanos,
    List<Long> upTo) {

  /** Bounds at which ticks are counted, ns. */
  public static final List<Long> BOUNDS_NANOS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000)
          .map(micros -> 1000 * micros)
          .boxed()
          .toList();

  static TickTimes of(Histogram h) {
    long[] upTo = new long[BOUNDS_NANOS.size()];
    Arrays.setAll(upTo, i -> h.getCountBetweenValues(0, BOUNDS_NANOS.get(i)));
    return new TickTimes(
        h.getTotalCount(),
        h.getMean(),
        h.getValueAtPercentile(50),
        h.getValueAtPercentile(99),
        h.getValueAtPercentile(99.9),
        h.getMaxValue(),
        LongStream.of(upTo).boxed().toList());
  }
}
