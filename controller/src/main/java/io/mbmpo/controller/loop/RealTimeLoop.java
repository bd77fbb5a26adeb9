package io.mbmpo.controller.loop;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.safety.Mode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ticks a controller by a clock, on a thread of its own: absolute deadlines, park until shortly
 * before, then spin. Deadlines that were missed are skipped, not made up for. Apart from parking,
 * the thread does nothing but tick and count.
 */
public final class RealTimeLoop implements AutoCloseable {
  /** Parking wakes up about this late on an idle machine; the rest is spun. */
  private static final long SPIN_NANOS = 150_000;

  private static final long CLOSE_SPARE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Controller controller;
  private final LongSupplier clock;
  private final long periodNanos;
  private final LatenessHistogram lateness = new LatenessHistogram();
  private final Thread thread;
  private volatile boolean running = true;
  private volatile long overruns;
  private volatile Throwable failure;

  /**
   * @param clock time in the clock of the sensors' stamps, ns, at the rate of the wall clock
   */
  public RealTimeLoop(Controller controller, LongSupplier clock) {
    this.controller = controller;
    this.clock = clock;
    periodNanos = controller.config().control().tickPeriodNanos();
    thread = new Thread(this::loop, "control");
    thread.setDaemon(true);
  }

  /** Starts ticking. */
  public void start() {
    thread.start();
  }

  private void loop() {
    long missedSoFar = 0;
    try {
      long deadline = clock.getAsLong() + periodNanos;
      while (running) {
        long now = await(deadline);
        lateness.record(now - deadline);
        controller.due(deadline);
        controller.tick(now);
        deadline += periodNanos;
        long behind = clock.getAsLong() - deadline;
        if (behind > 0) {
          long missed = behind / periodNanos + 1;
          missedSoFar += missed;
          overruns = missedSoFar;
          deadline += missed * periodNanos;
        }
      }
    } catch (Throwable e) { // the thread ends here whatever it was; the drive's watchdog damps
      failure = e;
    }
  }

  private long await(long deadline) {
    long now = clock.getAsLong();
    while (now < deadline) {
      long left = deadline - now;
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      now = clock.getAsLong();
    }
    return now;
  }

  /** How late ticks came. */
  public LatenessHistogram lateness() {
    return lateness;
  }

  /** Deadlines missed altogether. */
  public long overruns() {
    return overruns;
  }

  /**
   * Says that ticking goes on.
   *
   * @throws IllegalStateException when the control thread has died; its cause is what it died of
   */
  public void check() {
    if (failure != null) {
      throw new IllegalStateException("the control thread died", failure);
    }
  }

  /** Ends what is under way, damps, leaves the robot limp, and stops ticking. */
  @Override
  public void close() {
    controller.stop();
    long damping = (long) (controller.config().standUp().dampingS() * 1e9);
    long end = System.nanoTime() + damping + CLOSE_SPARE_NANOS;
    boolean interrupted = false;
    while (thread.isAlive()
        && System.nanoTime() < end
        && (controller.mode() != Mode.OFF || !controller.idle())) {
      LockSupport.parkNanos(periodNanos);
    }
    running = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
