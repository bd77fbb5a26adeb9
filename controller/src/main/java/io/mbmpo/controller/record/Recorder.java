package io.mbmpo.controller.record;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a controller's ticks from a thread of its own. The control thread only fills records that
 * lie ready; it does not even wake this one, which looks for itself a hundred times a second.
 */
public final class Recorder implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long ROOM_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private final TickRing ring;
  private final TickTape tape;
  private final TickLog ticks;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile RecorderStatus status = RecorderStatus.NOTHING_YET;

  /**
   * Ready to record; {@link #start} starts it.
   *
   * @param folder made when the first tick comes
   * @param flags told when recording stops
   */
  public Recorder(
      RecordingSource source,
      Task task,
      Path folder,
      RecordingLimits limits,
      Clock wallClock,
      ConditionFlags flags) {
    this(source, task, folder, limits, wallClock, flags, Disk.REAL);
  }

  Recorder(
      RecordingSource source,
      Task task,
      Path folder,
      RecordingLimits limits,
      Clock wallClock,
      ConditionFlags flags,
      Disk disk) {
    int capacity = (int) Math.ceil(limits.ringSeconds() * source.config().control().tickRateHz());
    ring = new TickRing(capacity, () -> new TickRecord(source.config(), task));
    tape = TickTape.to(ring, source.config(), task, System::nanoTime);
    ticks = new TickLog(source, folder, limits, disk, wallClock, flags);
    thread = new Thread(this::loop, "recorder");
    thread.setDaemon(true);
  }

  /** What the controller writes on. */
  public TickTape tape() {
    return tape;
  }

  /** Starts writing to disk. */
  public Recorder start() {
    thread.start();
    return this;
  }

  private void loop() {
    try {
      while (running) {
        drain();
        status = ticks.status(tape.lost());
        LockSupport.parkNanos(POLL_NANOS);
      }
      drain();
      ticks.close();
    } catch (RuntimeException e) {
      log.error("the recorder failed", e);
      ticks.stop("unexpected error: " + e);
      while (running) {
        discard();
        LockSupport.parkNanos(POLL_NANOS);
      }
      discard();
    }
    status = ticks.status(tape.lost());
  }

  private void drain() {
    for (TickRecord record = ring.peek(); record != null; record = ring.peek()) {
      long nanos = System.nanoTime();
      ticks.write(record, nanos);
      ring.release();
      ticks.tend(nanos);
    }
    ticks.tend(System.nanoTime());
  }

  private void discard() {
    for (TickRecord record = ring.peek(); record != null; record = ring.peek()) {
      ticks.write(record, 0); // counts it
      ring.release();
    }
  }

  /**
   * Waits until the next tick has room. For simulated time, which stands still meanwhile: so no
   * tick goes unrecorded however fast it runs. On the thread that ticks, between two ticks.
   */
  public void awaitRoom() {
    while (ring.room() == 0 && thread.isAlive()) {
      LockSupport.parkNanos(ROOM_NANOS);
    }
  }

  /** Writes what is left and ends the file in order. After the last tick. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Uninterruptibles.joinUninterruptibly(thread);
    log.info(
        "recorded {} ticks in {} files, {} lost, {} after the end",
        status.ticks(),
        status.files(),
        status.lost(),
        status.dropped());
  }

  /** How it stands, or stood a moment ago; exact after {@link #close}. Any thread. */
  public RecorderStatus status() {
    return status;
  }
}
