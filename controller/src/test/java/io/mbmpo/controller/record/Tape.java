package io.mbmpo.controller.record;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.ConditionFlags;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/**
 * A bench whose ticks are recorded by the thread that ticks, at once. Time stands still for files.
 */
public final class Tape implements AutoCloseable {
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T10:20:30Z"), ZoneOffset.UTC);
  public static final RecordingSource SOURCE =
      RecordingSource.embedded(Bench.CONFIG, Bench.RUN, "test");

  /** Small files and chunks; nothing is asked of the disk. */
  public static final RecordingLimits LIMITS =
      new RecordingLimits(100_000_000, 1e6, 400_000_000, 0, 100_000, 1e6, 1);

  public final Bench bench;
  public final ConditionFlags flags = new ConditionFlags();
  public long nanos;

  /** Ticks for which the recorder has no time. */
  public boolean losing;

  /** Changes what is recorded. */
  public Consumer<TickRecord> tamper = record -> {};

  final TickLog log;
  public final TickTape tape;
  private final TickRecord record = new TickRecord(Bench.CONFIG, Bench.TASK);

  public Tape(Path folder, RecordingLimits limits) {
    this(folder, limits, Disk.REAL);
  }

  Tape(Path folder, RecordingLimits limits, Disk disk) {
    log = new TickLog(SOURCE, folder, limits, disk, CLOCK, flags);
    tape =
        TickTape.to(
            new TickSink() {
              @Override
              public TickRecord claim() {
                return losing ? null : record;
              }

              @Override
              public void publish() {
                tamper.accept(record);
                log.write(record, nanos);
                log.tend(nanos);
              }
            },
            Bench.CONFIG,
            Bench.TASK,
            () -> nanos);
    bench = new Bench(tape, flags);
  }

  /** How it stands. */
  public RecorderStatus status() {
    return log.status(tape.lost());
  }

  @Override
  public void close() {
    log.close();
  }
}
