package io.mbmpo.controller.safety;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Conditions that other threads see (link, disk, snapshots) and the control thread acts on. Any
 * thread; lock-free.
 */
public final class ConditionFlags {
  private final AtomicLong bits = new AtomicLong();

  /** Says whether the condition holds. */
  public void set(Condition condition, boolean holds) {
    if (holds) {
      bits.getAndAccumulate(condition.bit(), (held, bit) -> held | bit);
    } else {
      bits.getAndAccumulate(~condition.bit(), (held, mask) -> held & mask);
    }
  }

  /** Bits of all conditions that hold. Real-time safe. */
  public long bits() {
    return bits.get();
  }
}
