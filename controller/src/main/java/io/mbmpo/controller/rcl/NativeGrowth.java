package io.mbmpo.controller.rcl;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory rcljava must have lost by now. It frees neither the wait set of a spin nor all
 * that a message leaves behind when it is published; nobody but a new process gets that back. What
 * was measured is counted here, at its upper end, so that the loss is seen and bounded. Any thread.
 */
public final class NativeGrowth {
  /** Lost by one spin, bytes: the size of a wait set. */
  static final long SPIN_BYTES = 112;

  /** Lost by one message that is published, bytes: 48 to 125 by type. */
  static final long PUBLISH_BYTES = 125;

  private static final int MIB_SHIFT = 20;

  private final long limitBytes;
  private final AtomicLong spins = new AtomicLong();
  private final AtomicLong publishes = new AtomicLong();

  /**
   * @param limitMib loss at which the process had better end, MiB; 0 for none
   */
  public NativeGrowth(long limitMib) {
    limitBytes = limitMib << MIB_SHIFT;
  }

  void spun() {
    spins.incrementAndGet();
  }

  void published() {
    publishes.incrementAndGet();
  }

  /** Lost so far, bytes. */
  public long bytes() {
    return spins.get() * SPIN_BYTES + publishes.get() * PUBLISH_BYTES;
  }

  /** The limit, bytes; 0 for none. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Whether the limit is passed. */
  public boolean exceeded() {
    return limitBytes > 0 && bytes() > limitBytes;
  }
}
