package io.mbmpo.controller.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Tick records from the control thread to the recorder's, in order, without locks or allocation: a
 * ring of preallocated records. The control thread never waits; a full ring is its answer.
 */
final class TickRing implements TickSink {
  private final TickRecord[] slots;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private long readAsWriterKnows;

  /**
   * @param capacity at least so many records, rounded up to a power of two
   */
  TickRing(int capacity, Supplier<TickRecord> create) {
    slots = new TickRecord[Integer.highestOneBit(Math.max(2, capacity) - 1) << 1];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = create.get();
    }
  }

  /** Control thread. */
  @Override
  public TickRecord claim() {
    long next = written.getPlain();
    if (next - readAsWriterKnows == slots.length) {
      readAsWriterKnows = read.getAcquire();
      if (next - readAsWriterKnows == slots.length) {
        return null;
      }
    }
    return slot(next);
  }

  /** Control thread. */
  @Override
  public void publish() {
    written.setRelease(written.getPlain() + 1);
  }

  /** Recorder's thread: the oldest record, or null when there is none. */
  TickRecord peek() {
    long next = read.getPlain();
    return next == written.getAcquire() ? null : slot(next);
  }

  /** Recorder's thread: that record may be filled again. */
  void release() {
    read.setRelease(read.getPlain() + 1);
  }

  /**
   * Records that can be filled before the ring is full. Any thread; exact on the control thread.
   */
  int room() {
    return slots.length - (int) (written.getAcquire() - read.getAcquire());
  }

  int capacity() {
    return slots.length;
  }

  private TickRecord slot(long index) {
    return slots[(int) index & (slots.length - 1)];
  }
}
