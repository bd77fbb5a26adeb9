package io.mbmpo.controller.loop;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.realtime.Linux;
import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.controller.realtime.Privileges;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.RealTimeConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks a controller by a clock, on a thread of its own, before all ordinary threads where that is
 * permitted: absolute deadlines, park until shortly before, then spin. Deadlines that were missed
 * are skipped and counted, never made up for in a burst. Apart from parking, the thread does
 * nothing but tick and count.
 */
public final class RealTimeLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RealTimeLoop.class);
  private static final int UNDERSTUDY_WALK_S = 30;
  private static final long CLOSE_SPARE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Controller controller;
  private final Understudy understudy;
  private final LongSupplier clock;
  private final OperatingSystem system;
  private final RealTimeConfig realTime;
  private final long periodNanos;
  private final long spinNanos;
  private final LoopTimes times = new LoopTimes();
  private final CompletableFuture<Privileges> privileges = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean running = true;
  private volatile long overruns;
  private volatile Throwable failure;

  /**
   * On this machine.
   *
   * @param clock time in the clock of the sensors' stamps, ns, at the rate of the wall clock
   */
  public RealTimeLoop(Controller controller, LongSupplier clock) {
    this(controller, clock, new Linux());
  }

  /**
   * @param clock time in the clock of the sensors' stamps, ns, at the rate of the wall clock
   * @param system gives the thread its privileges
   */
  public RealTimeLoop(Controller controller, LongSupplier clock, OperatingSystem system) {
    this.controller = controller;
    this.clock = clock;
    this.system = system;
    int walk = UNDERSTUDY_WALK_S * controller.config().control().policyRateHz();
    understudy = new Understudy(controller.config(), controller.task(), walk);
    realTime = controller.config().onboard().realTime();
    periodNanos = controller.config().control().tickPeriodNanos();
    spinNanos = realTime.spinNanos();
    thread = new Thread(this::work, "control");
    thread.setDaemon(true);
  }

  /** Starts ticking. Warns once, with the remedy, if the thread may not have what it asks for. */
  public void start() {
    thread.start();
    privileges.join().warning().ifPresent(log::warn);
  }

  private void work() {
    try (Privileges given = Privileges.acquire(realTime, system)) {
      privileges.complete(given);
      tickByTheClock();
    } catch (Throwable e) { // the thread ends here whatever it was; the drive's watchdog damps
      failure = e;
      privileges.completeExceptionally(e);
    }
  }

  private void tickByTheClock() {
    long missedSoFar = 0;
    long deadline = clock.getAsLong() + periodNanos;
    while (running) {
      long now = await(deadline);
      controller.due(deadline);
      controller.tick(now);
      long done = clock.getAsLong();
      times.record(now - deadline, done - now);
      deadline += periodNanos;
      long behind = done - deadline;
      if (behind > 0) {
        long missed = behind / periodNanos + 1;
        missedSoFar += missed;
        overruns = missedSoFar;
        deadline += missed * periodNanos;
      }
    }
  }

  /** While it spins, it rehearses the tick once, if half of the time is still left. */
  private long await(long deadline) {
    boolean warm = false;
    long now = clock.getAsLong();
    while (now < deadline) {
      long left = deadline - now;
      if (left > spinNanos) {
        LockSupport.parkNanos(left - spinNanos);
      } else if (!warm && left > spinNanos / 2) {
        understudy.tick();
        controller.warm(); // last: the policy's weights are this one's alone
        warm = true;
      } else {
        Thread.onSpinWait();
      }
      now = clock.getAsLong();
    }
    return now;
  }

  /**
   * How the thread has kept time. Any thread but the control thread. To be called now and then: the
   * understudy's next walk begins here, for that allocates.
   */
  public LoopReport report() {
    understudy.walkOn();
    return times.report(overruns);
  }

  /** Lateness of the ticks between the newest two reports, ns; a copy. Any thread. */
  public Histogram lateness() {
    return times.lateness();
  }

  /** Compute time of the ticks between the newest two reports, ns; a copy. Any thread. */
  public Histogram compute() {
    return times.compute();
  }

  /** What the thread was given; after {@link #start}. */
  public Privileges privileges() {
    return privileges.join();
  }

  /** The Java identity of the control thread. */
  public long threadId() {
    return thread.getId();
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
    long damping =
        (long) (Controller.MAX_DESCENTS * controller.config().standUp().dampingS() * 1e9);
    long end = System.nanoTime() + damping + CLOSE_SPARE_NANOS;
    while (thread.isAlive()
        && System.nanoTime() < end
        && (controller.mode() != Mode.OFF || !controller.idle())) {
      LockSupport.parkNanos(periodNanos);
    }
    running = false;
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
