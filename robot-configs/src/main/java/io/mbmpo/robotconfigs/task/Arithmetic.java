package io.mbmpo.robotconfigs.task;

/**
 * The few operations a reward or a termination rule is made of, over a value {@code V} that holds
 * one row per sample: a plain float vector for one real transition, a tensor [samples, width] for
 * many imagined ones. Writing the task against this interface is what keeps both in agreement.
 *
 * <p>Element-wise operations want equal widths, or width 1 on one side.
 *
 * @param <V> rows of values
 */
public interface Arithmetic<V> {
  /** Columns {@code from} (inclusive) to {@code to} (exclusive). */
  V slice(V x, int from, int to);

  V plus(V x, V y);

  V minus(V x, V y);

  V times(V x, V y);

  V plus(V x, double constant);

  V times(V x, double constant);

  V square(V x);

  V abs(V x);

  V sqrt(V x);

  V clip(V x, double low, double high);

  /** Sum over the columns; the result has width 1. */
  V sum(V x);

  /** 1 where {@code x < threshold}, else 0; 0 where x is NaN. */
  V below(V x, double threshold);

  /** The larger, element-wise; on 0/1 values the logical or. */
  V max(V x, V y);
}
