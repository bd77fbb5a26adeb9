package io.mbmpo.controller.port;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Newest value from one writer thread to one reader thread without locks or allocation: a triple
 * buffer. The writer never waits; the reader sees whole values only, and each at most once.
 *
 * @param <T> a mutable, preallocated value
 */
public final class Handoff<T> {
  private static final int FRESH = 4;
  private static final int INDEX = 3;

  private final T[] slots;
  private final BiConsumer<T, T> copy;
  private final AtomicInteger middle = new AtomicInteger(1);
  private int back = 0;
  private int front = 2;

  /**
   * @param create makes a slot; called three times
   * @param copy copies its second argument into its first; may not allocate
   */
  @SuppressWarnings("unchecked")
  public Handoff(Supplier<T> create, BiConsumer<T, T> copy) {
    this.slots = (T[]) new Object[] {create.get(), create.get(), create.get()};
    this.copy = copy;
  }

  /** Writer thread only. Real-time safe. */
  public void put(T value) {
    copy.accept(slots[back], value);
    back = middle.getAndSet(back | FRESH) & INDEX;
  }

  /** Reader thread only. Real-time safe. False, and nothing copied, when nothing new was put. */
  public boolean take(T into) {
    if ((middle.get() & FRESH) == 0) {
      return false;
    }
    front = middle.getAndSet(front) & INDEX;
    copy.accept(into, slots[front]);
    return true;
  }
}
