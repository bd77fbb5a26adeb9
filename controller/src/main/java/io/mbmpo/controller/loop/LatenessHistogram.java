package io.mbmpo.controller.loop;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late ticks came, in buckets of about 6 % width from 1 ns to hours. Recording allocates
 * nothing and never waits; reading may be done by any thread meanwhile.
 */
public final class LatenessHistogram {
  private static final int SUB_BITS = 4;
  private static final int SUB = 1 << SUB_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray((64 - SUB_BITS) * SUB);

  /** Counts one; a negative lateness counts as 0. One writer thread. Real-time safe. */
  public void record(long nanos) {
    int bucket = bucket(Math.max(0, nanos));
    buckets.lazySet(bucket, buckets.get(bucket) + 1);
  }

  /** Number of records. */
  public long count() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    return count;
  }

  /**
   * Lateness, ns, that this share of the ticks did not exceed; 0 when there are none.
   *
   * @param share in [0, 1]
   */
  public long quantile(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted && seen > 0) {
        return upperEdge(i);
      }
    }
    return 0;
  }

  static int bucket(long nanos) {
    if (nanos < SUB) {
      return (int) nanos;
    }
    int shift = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift + 1) * SUB + (int) ((nanos >> shift) - SUB);
  }

  static long upperEdge(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = bucket / SUB - 1;
    return ((long) (bucket % SUB + SUB + 1) << shift) - 1;
  }
}
