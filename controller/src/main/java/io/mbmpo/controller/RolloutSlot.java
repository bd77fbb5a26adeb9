package io.mbmpo.controller;

import io.mbmpo.controller.rollout.PreparedRollout;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Room for one rollout: offered by one thread, run by the control thread, taken back finished. The
 * control thread's methods say so; they allocate nothing and never wait.
 */
final class RolloutSlot {
  private final AtomicReference<PreparedRollout> work = new AtomicReference<>();
  private final AtomicReference<PreparedRollout> finished = new AtomicReference<>();

  // Control thread only.
  private PreparedRollout current;
  private long sinceNanos;
  private boolean done;
  private boolean justLetGo;

  /** Any thread. False, and nothing happens, while there is another or one was not taken back. */
  boolean offer(PreparedRollout rollout) {
    return finished.get() == null && work.compareAndSet(null, rollout);
  }

  /** Any thread. There is none. */
  boolean empty() {
    return work.get() == null;
  }

  /** Any thread. The one that finished last, once; null when there is none since. */
  PreparedRollout takeFinished() {
    return finished.getAndSet(null);
  }

  /** Control thread: the rollout in hand, taken up now if there is a new one; null if none. */
  PreparedRollout look(long nowNanos) {
    if (current == null && !done && !justLetGo) {
      current = work.get();
      sinceNanos = nowNanos;
    }
    return current;
  }

  /** Control thread: the rollout in hand, or null. */
  PreparedRollout current() {
    return current;
  }

  /** Control thread: none is in hand, or over and not let go. */
  boolean atRest() {
    return current == null && !done;
  }

  /** Control thread: when it was taken up, ns. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Control thread: the rollout in hand, if any, is over. It stays here until it is let go. */
  void finish(String end, boolean terminated) {
    if (current != null) {
      current.buffer().finish(end, terminated);
      finished.set(current);
      current = null;
      done = true;
    }
  }

  /** Control thread: makes room again after a rollout is over. */
  void letGo() {
    justLetGo = done; // what another thread offers meanwhile is taken up in the next tick
    if (done) {
      done = false;
      work.set(null);
    }
  }
}
