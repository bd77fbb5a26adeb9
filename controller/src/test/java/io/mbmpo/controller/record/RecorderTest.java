package io.mbmpo.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder on its own thread. */
class RecorderTest {
  @TempDir private Path folder;
  private final ConditionFlags flags = new ConditionFlags();

  private Recorder recorder(double ringSeconds, Disk disk) {
    RecordingLimits limits =
        new RecordingLimits(20_000_000, 1e6, 80_000_000, 0, 100_000, 0.1, ringSeconds);
    return new Recorder(Tape.SOURCE, Bench.TASK, folder, limits, Tape.CLOCK, flags, disk);
  }

  @Test
  void inSimulatedTimeNoTickIsLostHoweverFastItRuns() throws IOException {
    Recorder recorder = recorder(0.05, Disk.REAL);
    try (recorder) {
      recorder.start();
      Bench bench = new Bench(recorder.tape(), flags);
      for (int i = 0; i < 3000; i++) {
        recorder.awaitRoom();
        bench.tick();
      }
    }
    assertThat(recorder.status()).isEqualTo(new RecorderStatus(3000, 0, 0, 1, ""));
    assertThat(ticks()).isEqualTo(3000);
  }

  @Test
  void whenTheRecorderStandsStillTheControllerGoesOnAndTheLossIsCounted() throws IOException {
    Recorder recorder = recorder(0.25, Disk.REAL); // 128 ticks
    try (recorder) {
      Bench bench = new Bench(recorder.tape(), flags);
      bench.running(Bench.random("e", 5)); // nobody reads
      assertThat(bench.controller.mode()).isEqualTo(Mode.RUN);
      recorder.start();
    }
    assertThat(recorder.status().ticks()).isEqualTo(128);
    assertThat(recorder.status().lost()).isGreaterThan(900);
    assertThat(ticks()).isEqualTo(128);
  }

  @Test
  void afterAFullDiskTheRecorderStillMakesRoomSoThatSimulatedTimeGoesOn() {
    Recorder recorder = recorder(0.05, new FailingDisk(30_000));
    try (recorder) {
      recorder.start();
      Bench bench = new Bench(recorder.tape(), flags);
      for (int i = 0; i < 3000; i++) {
        recorder.awaitRoom();
        bench.tick();
      }
    }
    assertThat(recorder.status().ticks() + recorder.status().dropped()).isEqualTo(3000);
    assertThat(recorder.status().stopped()).contains("No space left");
    assertThat(recorder.status().lost()).isZero();
  }

  @Test
  void anUnexpectedErrorInTheRecorderEndsRecordingOnly() {
    Disk broken =
        new Disk() {
          @Override
          public Output create(Path file) {
            throw new IllegalStateException("broken");
          }

          @Override
          public long free(Path folder) {
            return Long.MAX_VALUE;
          }
        };
    Recorder recorder = recorder(0.05, broken);
    try (recorder) {
      recorder.start();
      Bench bench = new Bench(recorder.tape(), flags);
      for (int i = 0; i < 500; i++) {
        recorder.awaitRoom();
        bench.tick();
      }
      assertThat(bench.controller.internalErrors()).isZero();
    }
    assertThat(recorder.status().stopped()).contains("broken");
  }

  private long ticks() throws IOException {
    List<Path> files = RecordingFolder.list(folder);
    long[] count = {0};
    for (Path file : files) {
      boolean unused = new RecordingReader(file).ticks(tick -> count[0]++);
    }
    return count[0];
  }
}
