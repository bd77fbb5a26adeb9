package io.mbmpo.controller.wire;

import io.mbmpo.controller.ros.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages of one topic that could not be used, by reason. Any thread; counting allocates nothing.
 */
public final class RefusalCounts {
  private final Map<Refusal, AtomicLong> counts = new EnumMap<>(Refusal.class); // not changed

  public RefusalCounts() {
    for (Refusal why : Refusal.values()) {
      counts.put(why, new AtomicLong());
    }
  }

  /** Counts one more. */
  public void count(Refusal why) {
    counts.get(why).incrementAndGet();
  }

  /** Those that have occurred. */
  public Map<Refusal, Long> counts() {
    Map<Refusal, Long> occurred = new EnumMap<>(Refusal.class);
    counts.forEach(
        (why, count) -> {
          long times = count.get();
          if (times > 0) {
            occurred.put(why, times);
          }
        });
    return occurred;
  }
}
