package io.mbmpo.controller.wire;

import io.mbmpo.controller.ros.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Messages of one topic that could not be used, by reason. Any thread; counting allocates nothing.
 */
public final class RefusalCounts {
  private final AtomicLongArray counts = new AtomicLongArray(Refusal.values().length);

  /** Counts one more. */
  public void count(Refusal why) {
    counts.incrementAndGet(why.ordinal());
  }

  /** Those that have occurred. */
  public Map<Refusal, Long> counts() {
    Map<Refusal, Long> occurred = new EnumMap<>(Refusal.class);
    for (Refusal why : Refusal.values()) {
      if (counts.get(why.ordinal()) > 0) {
        occurred.put(why, counts.get(why.ordinal()));
      }
    }
    return occurred;
  }
}
