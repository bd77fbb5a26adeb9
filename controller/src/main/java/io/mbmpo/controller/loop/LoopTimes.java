package io.mbmpo.controller.loop;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How late ticks come and how long they take. The control thread records, without waiting or
 * allocating; {@link #report} belongs to any other thread, which swaps the histograms behind its
 * back.
 */
public final class LoopTimes {
  /** Longer times are counted as this, ns. */
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private static final int DIGITS = 3;

  private final Times lateness = new Times();
  private final Times compute = new Times();

  /** One tick; a negative lateness counts as 0. Control thread only; real-time safe. */
  void record(long latenessNanos, long computeNanos) {
    lateness.record(latenessNanos);
    compute.record(computeNanos);
  }

  /** What has been recorded; "recent" begins where the report before ended. */
  public synchronized LoopReport report(long overruns) {
    return new LoopReport(
        lateness.recent(),
        compute.recent(),
        TickTimes.of(lateness.total),
        TickTimes.of(compute.total),
        overruns);
  }

  /** Lateness in the newest report's interval, ns; a copy. */
  synchronized Histogram lateness() {
    return lateness.interval.copy();
  }

  /** Compute time in the newest report's interval, ns; a copy. */
  synchronized Histogram compute() {
    return compute.interval.copy();
  }

  /** One kind of time: recorded by one thread, summed by another. */
  private static final class Times {
    private final SingleWriterRecorder recorder =
        new SingleWriterRecorder(1, LONGEST_NANOS, DIGITS);
    private final Histogram total = new Histogram(1, LONGEST_NANOS, DIGITS);
    private Histogram interval = recorder.getIntervalHistogram();

    void record(long nanos) {
      recorder.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
    }

    TickTimes recent() {
      interval = recorder.getIntervalHistogram(interval);
      total.add(interval);
      return TickTimes.of(interval);
    }
  }
}
