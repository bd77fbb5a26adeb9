package io.mbmpo.controller.wire;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a simulator on the wire to put its robot back on the ground before an episode: true on
 * {@value #REQUEST}, answered by true on {@value #DONE}. A real robot listens to neither, and is
 * not asked. Who has just joined the wire has discovered nobody yet: a simulator is waited for,
 * {@value #DISCOVERY_S} s at most, before it is taken for a robot. One thread asks, and may be kept
 * waiting, so not the control thread; another may tell that it is done; any may ask what is taken
 * for what.
 */
public final class SimulatorReset {
  /** std_msgs/Bool, to the simulator. */
  public static final String REQUEST = "mbmpo/sim/reset";

  /** std_msgs/Bool, from the simulator, when it has been reset. */
  public static final String DONE = "mbmpo/sim/reset_done";

  /** How long a simulator may take to be discovered, s. */
  public static final double DISCOVERY_S = 3;

  private static final Logger log = LoggerFactory.getLogger(SimulatorReset.class);
  private static final long DISCOVERY_NANOS = Math.round(DISCOVERY_S * 1e9);
  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final long POLL_NANOS = 1_000_000L;

  private final BooleanSupplier listener;
  private final Runnable request;
  private final LongSupplier nanoTime;
  private final AtomicLong done = new AtomicLong();
  private volatile OtherEnd takenFor = OtherEnd.UNDECIDED;

  /** What is at the other end of the wire. */
  public enum OtherEnd {
    /** Nobody had to know yet. */
    UNDECIDED,
    /** Nobody listens to {@value SimulatorReset#REQUEST}: it is left where it is. */
    ROBOT,
    /** It is put back before each episode. */
    SIMULATOR;

    /** As people read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param listener whether a simulator listens to requests
   * @param request sends one
   */
  public SimulatorReset(BooleanSupplier listener, Runnable request) {
    this(listener, request, System::nanoTime);
  }

  /**
   * @param nanoTime monotonic time, ns
   */
  SimulatorReset(BooleanSupplier listener, Runnable request, LongSupplier nanoTime) {
    this.listener = listener;
    this.request = request;
    this.nanoTime = nanoTime;
  }

  /** Whether a simulator listens now. Any thread. */
  public boolean simulated() {
    return listener.getAsBoolean();
  }

  /** The simulator's word on {@value #DONE}. Any thread. */
  public void answered(boolean isDone) {
    if (isDone) {
      done.incrementAndGet();
    }
  }

  /** What the other end was taken for when that mattered last. Any thread. */
  public OtherEnd takenFor() {
    return takenFor;
  }

  /**
   * Whether the other end is a simulator; what it is taken for is logged when that changes. Waits
   * for discovery where nothing is known yet, or where a simulator has gone, which may be starting
   * again. What was a robot is not waited for once more; should a simulator listen later, it is one
   * from then on. An interrupted thread does not wait, and decides nothing.
   */
  public boolean findSimulator() {
    if (takenFor != OtherEnd.ROBOT && !within(DISCOVERY_NANOS, this::simulated)) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    OtherEnd before = takenFor;
    takenFor = simulated() ? OtherEnd.SIMULATOR : OtherEnd.ROBOT;
    if (takenFor != before) {
      log.info(
          takenFor == OtherEnd.SIMULATOR
              ? "{} is listened to: the other end is taken for a simulator"
              : "nobody listens to {} within {} s: the other end is taken for a robot",
          REQUEST,
          DISCOVERY_S);
    }
    return takenFor == OtherEnd.SIMULATOR;
  }

  /** Resets the simulator, if there is one, and waits for its answer, but not for ever. */
  public void reset() {
    if (!findSimulator()) {
      return;
    }
    long before = done.get();
    request.run();
    if (!within(PATIENCE_NANOS, () -> done.get() != before)) {
      log.warn("the simulator has not answered that it was reset; going on");
    }
  }

  /** Whether something comes true in time; an interrupted thread does not wait for it. */
  private boolean within(long nanos, BooleanSupplier condition) {
    long end = nanoTime.getAsLong() + nanos;
    while (!condition.getAsBoolean()) {
      if (nanoTime.getAsLong() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
