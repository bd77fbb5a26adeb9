package io.mbmpo.controller.record;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks into files, one file after the other, the oldest deleted for the newest. When the disk does
 * not take it, recording ends: what is whole stays, the reason is logged once, later ticks are
 * counted, and the failsafe table is told. One thread.
 */
final class TickLog {
  private static final long SECOND = 1_000_000_000L;
  private static final Logger log = LoggerFactory.getLogger(TickLog.class);

  private final RecordingSource source;
  private final Path folder;
  private final RecordingLimits limits;
  private final Disk disk;
  private final Clock wallClock;
  private final ConditionFlags flags;
  private final TickMessages messages;
  private RecordingFile file;
  private long flushedNanos;
  private long syncedNanos;
  private long ticks;
  private long dropped;
  private long files;
  private String stopped = "";

  /**
   * @param wallClock names files, and gives the first tick its date
   */
  TickLog(
      RecordingSource source,
      Path folder,
      RecordingLimits limits,
      Disk disk,
      Clock wallClock,
      ConditionFlags flags) {
    this.source = source;
    this.folder = folder;
    this.limits = limits;
    this.disk = disk;
    this.wallClock = wallClock;
    this.flags = flags;
    messages = new TickMessages(source.config());
  }

  /**
   * Writes a tick.
   *
   * @param nanos time for flushing, ns
   */
  void write(TickRecord record, long nanos) {
    if (!stopped.isEmpty()) {
      dropped++;
      return;
    }
    try {
      if (file != null && full(record)) {
        closeFile();
      }
      if (ticks == 0) {
        Instant now = wallClock.instant();
        messages.offset(now.getEpochSecond() * SECOND + now.getNano() - record.nowNanos);
      }
      if (file == null) {
        file = open();
        flushedNanos = nanos;
        syncedNanos = nanos;
      }
      file.write(record);
      ticks++;
    } catch (IOException e) {
      dropped++;
      fail(e);
    }
  }

  /** Flushes and syncs what is due. */
  void tend(long nanos) {
    if (file == null) {
      return;
    }
    double interval = limits.flushSeconds() * 1e9;
    try {
      if (!file.gathered()) {
        flushedNanos = nanos; // age counts from the first tick that is gathered
      } else if (nanos - flushedNanos >= interval) {
        file.flush();
        flushedNanos = nanos;
      }
      if (nanos - syncedNanos >= interval) {
        file.sync();
        syncedNanos = nanos;
        leaveRoom();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private boolean full(TickRecord record) {
    boolean enough =
        file.size() > limits.fileBytes() / 2 || file.secondsTo(record) > limits.fileSeconds();
    return (enough && record.calm) || file.sizeWith(record) > limits.fileBytes();
  }

  private RecordingFile open() throws IOException {
    Files.createDirectories(folder);
    RecordingFolder.shrink(folder, limits.totalBytes() - limits.fileBytes());
    long free = disk.free(folder);
    if (free < limits.freeBytes() + limits.fileBytes()) {
      throw new IOException(tooLittle(free));
    }
    return begin(RecordingFolder.next(folder, source.config().name(), wallClock.instant()));
  }

  /** Made aside and renamed once it says whose it is: no recording is without its head. */
  private RecordingFile begin(Path path) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".new");
    Disk.Output output = disk.create(aside);
    try {
      RecordingFile begun =
          new RecordingFile(output, messages, source, wallClock.instant(), limits.chunkBytes());
      begun.sync();
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      files++;
      return begun;
    } catch (IOException e) {
      output.close();
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  /** Ends recording, in order, before the disk is full. */
  private void leaveRoom() throws IOException {
    long free = disk.free(folder);
    if (free < limits.freeBytes()) {
      closeFile();
      stop(tooLittle(free));
    }
  }

  private String tooLittle(long free) {
    return String.format(
        "%d MB free in %s; recordings leave %d MB to what matters more",
        free / 1_000_000, folder, limits.freeBytes() / 1_000_000);
  }

  private void closeFile() throws IOException {
    file.close();
    file = null;
  }

  private void fail(IOException why) {
    stop(why.getMessage() == null ? why.toString() : why.getMessage());
    if (file != null) {
      try {
        file.abandon();
      } catch (IOException e) {
        log.warn("the recording's end could not be cut off: {}", e.toString());
      }
      file = null;
    }
  }

  /** Ends recording for good, for this reason. */
  void stop(String reason) {
    stopped = reason;
    flags.set(Condition.RECORDER_STOPPED, true);
    log.warn("recording stopped after {} ticks: {}; the robot goes on", ticks, reason);
  }

  /** Ends the file in order; the next tick would begin another. */
  void close() {
    if (file != null) {
      try {
        closeFile();
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  /** How it stands. */
  RecorderStatus status(long lost) {
    return new RecorderStatus(ticks, lost, dropped, files, stopped);
  }
}
