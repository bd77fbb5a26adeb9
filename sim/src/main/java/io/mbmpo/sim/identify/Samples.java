package io.mbmpo.sim.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Readings of one sensor in the order of their stamps; between two of them a straight line. */
final class Samples {
  private final List<double[]> values = new ArrayList<>();
  private long[] stamps = new long[1024];
  private int cursor;

  /** Takes a reading; one that is not newer than the last is left out. */
  void add(long stampNanos, double[] value) {
    int n = values.size();
    if (n > 0 && stampNanos <= stamps[n - 1]) {
      return;
    }
    if (n == stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * n);
    }
    stamps[n] = stampNanos;
    values.add(value);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  long firstNanos() {
    return stamps[0];
  }

  long lastNanos() {
    return stamps[values.size() - 1];
  }

  /** The value at a time between first and last; times must not fall from call to call. */
  double[] at(long nanos) {
    while (cursor + 1 < values.size() && stamps[cursor + 1] <= nanos) {
      cursor++;
    }
    double[] before = values.get(cursor);
    if (stamps[cursor] == nanos || cursor + 1 == values.size()) {
      return before;
    }
    double[] after = values.get(cursor + 1);
    double share = (double) (nanos - stamps[cursor]) / (stamps[cursor + 1] - stamps[cursor]);
    double[] between = new double[before.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = before[i] + share * (after[i] - before[i]);
    }
    return between;
  }
}
