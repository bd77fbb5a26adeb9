package io.mbmpo.controller.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.replay.Replay;
import io.mbmpo.controller.replay.ReplayReport;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording process killed with SIGKILL at random moments leaves files that can be replayed. */
class KilledRecorderTest {
  private static final int KILLS = 30;
  private static final int MOST_TICKS = 11_000;

  /**
   * A second on an idle machine; the recorder's thread may be kept waiting on a busy one. Of the
   * most ticks, the oldest are deleted, too: the folder holds some four thousand.
   */
  private static final int MOST_LOST_TICKS = 8_000;

  private static final RecordingLimits LIMITS =
      new RecordingLimits(1_000_000, 1e6, 4_000_000, 0, 60_000, 0.1, 4);

  @TempDir private Path folder;

  /** Records one episode after the other as fast as it goes, and counts its ticks aloud. */
  static final class Victim {
    public static void main(String[] arguments) {
      ConditionFlags flags = new ConditionFlags();
      Recorder recorder =
          new Recorder(Tape.SOURCE, Bench.TASK, Path.of(arguments[0]), LIMITS, Tape.CLOCK, flags)
              .start();
      Bench bench = new Bench(recorder.tape(), flags);
      SplittableRandom random = new SplittableRandom(1);
      bench.robot.spoilImu = imu -> imu.angularVelocity[1] = random.nextDouble(-1, 1);
      for (long tick = 1; ; tick++) {
        if (bench.controller.idle()) {
          PreparedRollout unused = bench.controller.takeFinished();
          boolean taken = bench.controller.offer(Bench.random("e" + tick, 20));
          assertThat(taken).isTrue();
        }
        bench.tick();
        recorder.awaitRoom();
        if (tick % 100 == 0) {
          System.out.println(tick);
        }
      }
    }
  }

  @Test
  void aRecordingProcessKilledAtThirtyRandomMomentsLeavesFilesThatAreReplayedBitForBit()
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom();
    for (int i = 0; i < KILLS; i++) {
      Path here = folder.resolve("kill-" + i);
      long ticks = killAfter(100 + random.nextInt(MOST_TICKS), here);
      long inFiles = 0;
      // It may be killed before its writer, a thread of its own, has come to make the folder.
      List<Path> files = Files.isDirectory(here) ? RecordingFolder.list(here) : List.of();
      for (Path file : files) {
        ReplayReport report = new Replay(new RecordingReader(file), Bench.CONFIG, Bench.TASK).run();
        assertThat(report.first()).isNull();
        assertThat(report.lost()).isZero();
        boolean last = file.equals(files.get(files.size() - 1));
        assertThat(report.closed() || last).isTrue(); // it may be killed between two files
        inFiles += report.ticks();
      }
      assertThat(inFiles).isGreaterThan(ticks - MOST_LOST_TICKS);
    }
  }

  /** Returns the last number that was heard. */
  private static long killAfter(int ticks, Path folder) throws IOException, InterruptedException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dmbmpo.root=" + System.getProperty("mbmpo.root", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long heard = 0;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
      while (heard < ticks) {
        String line = out.readLine();
        if (line == null) {
          throw new AssertionError("the recording process died by itself");
        }
        heard = Long.parseLong(line);
      }
      victim.destroyForcibly(); // SIGKILL
      assertThat(victim.waitFor()).isEqualTo(137);
    }
    return heard;
  }
}
