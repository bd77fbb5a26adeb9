package io.mbmpo.controller.wire;

import java.time.Instant;

/**
 * Between ROS time (the wall's clock, which may be set) and the control loop's (monotonic). The
 * distance between them is measured anew now and then, so that a clock that is set disturbs one
 * sample, not all that follow. {@link #measure} belongs to one thread, the rest to any; only it
 * allocates.
 */
public final class RobotClock {
  private static final long SECOND = 1_000_000_000L;
  private static final long AGAIN_NANOS = 100_000_000L;
  private static final int TRIES = 3;

  /** A look that takes longer was interrupted, and is off by as much as it took, ns. */
  private static final long UNDISTURBED_NANOS = 20_000;

  private volatile long wallMinusTickNanos;
  private long measuredNanos = System.nanoTime();

  public RobotClock() {
    look(Long.MAX_VALUE);
  }

  /**
   * Measures the distance between the clocks: the quickest of three looks at both, if the machine
   * let us look undisturbed; else what was measured before stands.
   */
  void measure() {
    look(UNDISTURBED_NANOS);
  }

  private void look(long longest) {
    long quickest = longest;
    long distance = wallMinusTickNanos;
    for (int i = 0; i < TRIES; i++) {
      long before = System.nanoTime();
      Instant wall = Instant.now();
      long took = System.nanoTime() - before;
      if (took < quickest) {
        quickest = took;
        distance = wall.getEpochSecond() * SECOND + wall.getNano() - (before + took / 2);
      }
    }
    wallMinusTickNanos = distance;
  }

  /** Measures again if that is 100 ms ago. One thread. */
  public void measureNowAndThen() {
    long now = System.nanoTime();
    if (now - measuredNanos > AGAIN_NANOS) {
      measuredNanos = now;
      measure();
    }
  }

  /** Time of the control loop now, ns. */
  public static long tickNanos() {
    return System.nanoTime();
  }

  /** ROS time in the control loop's, ns. */
  public long toTick(long wallNanos) {
    return wallNanos - wallMinusTickNanos;
  }

  /** The control loop's time in ROS time, ns. */
  public long toWall(long tickNanos) {
    return tickNanos + wallMinusTickNanos;
  }
}
