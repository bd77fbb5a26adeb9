package io.mbmpo.controller.wire;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a simulator on the wire to put its robot back on the ground before an episode: true on
 * {@value #REQUEST}, answered by true on {@value #DONE}. A real robot listens to neither, and is
 * not asked. One thread asks; another may tell that it is done.
 */
public final class SimulatorReset {
  /** std_msgs/Bool, to the simulator. */
  public static final String REQUEST = "mbmpo/sim/reset";

  /** std_msgs/Bool, from the simulator, when it has been reset. */
  public static final String DONE = "mbmpo/sim/reset_done";

  private static final Logger log = LoggerFactory.getLogger(SimulatorReset.class);
  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final long POLL_NANOS = 1_000_000L;

  private final BooleanSupplier listener;
  private final Runnable request;
  private final AtomicLong done = new AtomicLong();

  /**
   * @param listener whether a simulator listens to requests
   * @param request sends one
   */
  public SimulatorReset(BooleanSupplier listener, Runnable request) {
    this.listener = listener;
    this.request = request;
  }

  /** Whether a simulator listens. */
  public boolean simulated() {
    return listener.getAsBoolean();
  }

  /** The simulator's word on {@value #DONE}. Any thread. */
  public void answered(boolean isDone) {
    if (isDone) {
      done.incrementAndGet();
    }
  }

  /** Resets the simulator, if there is one, and waits for its answer, but not for ever. */
  public void reset() {
    if (!simulated()) {
      return;
    }
    long before = done.get();
    request.run();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (done.get() == before) {
      if (System.nanoTime() > end) {
        log.warn("the simulator has not answered that it was reset; going on");
        return;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
