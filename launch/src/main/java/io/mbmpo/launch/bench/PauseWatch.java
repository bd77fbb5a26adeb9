package io.mbmpo.launch.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;

/** Counts the pauses of this JVM's collector, by its flight recorder, until closed. */
final class PauseWatch implements AutoCloseable {
  private final RecordingStream stream = new RecordingStream();
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong totalNanos = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();

  PauseWatch() {
    stream.enable("jdk.GCPhasePause").withoutThreshold().withoutStackTrace();
    stream.onEvent("jdk.GCPhasePause", event -> paused(event.getDuration()));
    stream.startAsync();
  }

  private void paused(Duration pause) {
    count.incrementAndGet();
    totalNanos.addAndGet(pause.toNanos());
    longestNanos.accumulateAndGet(pause.toNanos(), Math::max);
  }

  long count() {
    return count.get();
  }

  double meanMicros() {
    return count() == 0 ? 0 : 1e-3 * totalNanos.get() / count();
  }

  double longestMicros() {
    return 1e-3 * longestNanos.get();
  }

  @Override
  public void close() {
    stream.close();
  }
}
