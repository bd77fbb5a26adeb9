package io.mbmpo.controller.realtime;

import java.io.Closeable;
import java.util.Map;
import java.util.Optional;

/**
 * Real-time services of an operating system. Each answers why it was refused; nothing is thrown.
 * Any thread, but not in the tick.
 */
public interface OperatingSystem {
  /** This process's threads by their identity in the operating system. */
  Map<Integer, String> threads();

  /** The calling thread's identity. */
  int currentThread();

  /** Lets a thread run before all ordinary ones, first in, first out (SCHED_FIFO). */
  Optional<String> prefer(int thread, int priority);

  /** Binds the calling thread to a processor. */
  Optional<String> bind(int cpu);

  /** Keeps this process's memory, present and future, from being paged out. */
  Optional<String> lockMemory();

  /** Keeps processors from sleeping so deeply that waking takes long, until closed. */
  Wakefulness stayAwake();

  /**
   * Processors kept awake.
   *
   * @param hold lets them sleep again when closed
   * @param refused why they may sleep all the same
   */
  record Wakefulness(Closeable hold, Optional<String> refused) {}
}
