package io.mbmpo.robotconfigs;

/**
 * The control thread.
 *
 * @param priority SCHED_FIFO priority; 0: no real-time scheduling is asked for
 * @param cpu processor that the thread is bound to; −1: any
 * @param spinS how long before its deadline the thread wakes and spins: processor time for lateness
 */
public record RealTimeConfig(int priority, int cpu, double spinS) {
  /** As an integer, ns. */
  public long spinNanos() {
    return Math.round(spinS * 1e9);
  }
}
