package io.mbmpo.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk, and what happens when the disk does not take it. */
class RecordingTest {
  @TempDir private Path folder;

  @Test
  void everyTickIsRecordedWithWhatItSawAndDid() throws IOException {
    List<Double> commanded = new ArrayList<>();
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.bench.controller.offer(Bench.random("e", 10));
      tape.tamper = record -> commanded.add(record.command.position[7]);
      tape.nanos = 12_345;
      tape.bench.ticks(1500);
      assertThat(tape.status()).isEqualTo(new RecorderStatus(1500, 0, 0, 1, ""));
    }
    List<Double> read = new ArrayList<>();
    List<String> modes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    long[] firstStamp = new long[1];
    RecordingReader reader = new RecordingReader(only());
    boolean closed =
        reader.ticks(
            tick -> {
              assertThat(tick.tick.tick).isEqualTo(read.size());
              assertThat(tick.has(Topic.JOINT_STATES)).isTrue();
              assertThat(tick.joints.header.stamp() - tick.tick.stamp.get())
                  .isEqualTo(tick.tick.jointStateNanos - tick.tick.nowNanos);
              assertThat(tick.has(Topic.OPERATOR)).isFalse();
              firstStamp[0] = read.isEmpty() ? tick.tick.stamp.get() : firstStamp[0];
              read.add(tick.command.position.values[7]);
              modes.add(tick.tick.mode.toString());
              if (tick.has(Topic.POLICY)) {
                steps.add(tick.policy.step);
                assertThat(tick.policy.episode).hasToString("e");
                assertThat(tick.policy.action.length).isEqualTo(steps.size() <= 10 ? 12 : 0);
              }
            });
    assertThat(closed).isTrue();
    assertThat(read).isEqualTo(commanded);
    assertThat(modes).contains("STAND_UP", "STAND", "RUN", "DAMPING");
    assertThat(steps).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    RecordingHead head = reader.head();
    assertThat(head.robot()).isEqualTo("go1");
    assertThat(head.configHash()).isEqualTo(Bench.CONFIG.hash());
    assertThat(head.run()).isEqualTo(Bench.RUN);
    assertThat(head.wallTime()).isEqualTo(Tape.CLOCK.instant());
    assertThat(firstStamp[0]).isEqualTo(Tape.CLOCK.millis() * 1_000_000);
  }

  @Test
  void timesAndReasonsAreRecorded() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.flags.set(Condition.LINK_LOST, true);
      TickRecord record = tape.tape.begin(5_000_000);
      tape.nanos = 7_300;
      record.mode = Mode.DAMPING;
      record.severity = Severity.DAMPING;
      record.failsafe = Condition.TILT;
      record.flags = tape.flags.bits();
      record.conditions = Condition.TILT.bit() | Condition.HEIGHT.bit();
      tape.tape.end();
      tape.tape.due(9_000_000);
      record = tape.tape.begin(9_000_400);
      record.mode = Mode.OFF;
      record.severity = Severity.NONE;
      record.failsafe = null;
      tape.tape.end();
    }
    List<String> told = new ArrayList<>();
    boolean unused =
        new RecordingReader(only())
            .ticks(
                tick -> {
                  List<String> conditions = new ArrayList<>();
                  for (int i = 0; i < tick.tick.conditions.length; i++) {
                    conditions.add(tick.tick.conditions.values[i].toString());
                  }
                  told.add(
                      tick.tick.mode
                          + " "
                          + tick.tick.severity
                          + " "
                          + tick.tick.failsafe
                          + " "
                          + conditions
                          + tick.tick.flags.length
                          + " "
                          + tick.tick.computeMicros
                          + " "
                          + tick.tick.latenessMicros
                          + " "
                          + tick.tick.previousNanos);
                });
    assertThat(told)
        .containsExactly(
            "DAMPING DAMPING TILT [TILT, HEIGHT]1 7.3 0.0 0", "OFF NONE  []0 0.0 0.4 5000000");
  }

  @Test
  void ticksWithoutRoomAreCountedAndTheRecordingSaysSo() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.bench.ticks(3);
      tape.losing = true;
      tape.bench.ticks(5);
      tape.losing = false;
      tape.bench.ticks(2);
      assertThat(tape.status().lost()).isEqualTo(5);
    }
    List<String> told = new ArrayList<>();
    boolean unused =
        new RecordingReader(only())
            .ticks(tick -> told.add(tick.tick.tick + " after " + tick.tick.lostBefore));
    assertThat(told)
        .containsExactly("0 after 0", "1 after 0", "2 after 0", "8 after 5", "9 after 0");
  }

  @Test
  void whatIsGatheredIsOnDiskAndSyncedHalfASecondLaterAtTheLatest() throws IOException {
    RecordingLimits half = new RecordingLimits(10_000_000, 1e6, 40_000_000, 0, 1 << 20, 0.5, 1);
    FailingDisk disk = new FailingDisk(Long.MAX_VALUE);
    try (Tape tape = new Tape(folder, half, disk)) {
      tape.bench.ticks(20);
      assertThat(ticks(only())).isZero();
      tape.nanos += 499_000_000;
      tape.log.tend(tape.nanos);
      assertThat(ticks(only())).isZero();
      tape.nanos += 2_000_000;
      tape.log.tend(tape.nanos);
      assertThat(ticks(only())).isEqualTo(20);
      assertThat(disk.syncs).isEqualTo(2); // the first was that of its beginning
      tape.bench.ticks(3);
      tape.nanos += 501_000_000;
      tape.log.tend(tape.nanos);
      assertThat(ticks(only())).isEqualTo(23);
      assertThat(disk.syncs).isEqualTo(3);
    }
  }

  @Test
  void filesAndFolderStayWithinTheirBoundsAndTheOldestGoFirst() throws IOException {
    Path notOurs = Files.writeString(folder.resolve("0000-notes.txt"), "x".repeat(100_000));
    RecordingLimits limits = new RecordingLimits(250_000, 1e6, 900_000, 0, 20_000, 1e6, 1);
    SplittableRandom random = new SplittableRandom(8);
    try (Tape tape = new Tape(folder, limits)) {
      tape.bench.robot.spoilImu = imu -> imu.angularVelocity[1] = random.nextDouble(-1, 1);
      for (int i = 0; i < 6_000; i++) {
        tape.bench.tick();
        if (i % 500 == 0) {
          assertThat(total()).isLessThanOrEqualTo(900_000);
        }
      }
      assertThat(tape.status().files()).isGreaterThan(6);
    }
    assertThat(total()).isBetween(400_000L, 900_000L);
    List<Path> files = RecordingFolder.list(folder);
    for (Path file : files) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(250_000);
    }
    String last = files.get(files.size() - 1).getFileName().toString();
    assertThat(last).matches("00\\d\\d-go1-20260301-102030\\.mcap");
    assertThat(Integer.parseInt(last.substring(0, 4))).isGreaterThan(6);
    assertThat(notOurs).exists();

    try (Tape later = new Tape(folder, limits)) { // another process goes on counting
      later.bench.tick();
    }
    List<Path> then = RecordingFolder.list(folder);
    int number = Integer.parseInt(last.substring(0, 4)) + 1;
    assertThat(then.get(then.size() - 1).getFileName().toString())
        .startsWith(String.format("%04d-", number));
    assertThat(total()).isLessThanOrEqualTo(900_000);
  }

  @Test
  void aFileOfHalfItsSizeEndsAtACalmTick() throws IOException {
    RecordingLimits limits = new RecordingLimits(1_000_000, 1e6, 8_000_000, 0, 50_000, 1e6, 1);
    try (Tape tape = new Tape(folder, limits)) {
      for (int i = 0; i < 3; i++) {
        tape.bench.running(Bench.random("e" + i, 5));
        tape.bench.tickUntil(Mode.OFF);
        tape.bench.ticks(3);
        tape.bench.controller.takeFinished();
      }
    }
    List<Path> files = RecordingFolder.list(folder);
    assertThat(files).hasSizeGreaterThan(1);
    for (Path file : files) {
      List<Boolean> calm = new ArrayList<>();
      boolean unused = new RecordingReader(file).ticks(tick -> calm.add(tick.tick.calm));
      assertThat(calm.get(0)).isTrue();
    }
  }

  @Property(tries = 25)
  void aFullDiskStopsTheRecordingWhereverItIsFullAndLeavesWhatIsWhole(
      @ForAll @IntRange(max = 400_000) int room) throws IOException {
    Path here = Files.createTempDirectory("mbmpo-full");
    RecordingLimits limits = new RecordingLimits(200_000, 1e6, 800_000, 0, 20_000, 1e6, 1);
    Tape tape = new Tape(here, limits, new FailingDisk(room));
    tape.bench.running(Bench.random("e", 100));
    tape.bench.ticks(400); // goes on whether recorded or not
    tape.close();

    RecorderStatus status = tape.status();
    assertThat(status.ticks() + status.dropped()).isGreaterThan(1400);
    assertThat(status.stopped()).contains("No space left on device");
    assertThat(tape.flags.bits() & Condition.RECORDER_STOPPED.bit()).isNotZero();
    assertThat(tape.bench.controller.internalErrors()).isZero();
    long next = 0;
    for (Path file : RecordingFolder.list(here)) {
      long[] expected = {next};
      boolean unused =
          new RecordingReader(file)
              .ticks(tick -> assertThat(tick.tick.tick).isEqualTo(expected[0]++));
      next = expected[0];
      Files.delete(file);
    }
    assertThat(next).isLessThanOrEqualTo(status.ticks());
    Files.delete(here);
  }

  @Test
  void beforeTheDiskIsFullTheRecordingEndsInOrder() throws IOException {
    RecordingLimits limits =
        new RecordingLimits(10_000_000, 1e6, 40_000_000, 100_000_000, 20_000, 0.5, 1);
    FailingDisk disk = new FailingDisk(Long.MAX_VALUE);
    Tape tape = new Tape(folder, limits, disk);
    tape.bench.ticks(100);
    disk.reportedFree = 99_000_000;
    tape.nanos = 600_000_000;
    tape.bench.ticks(10);
    tape.close();
    assertThat(tape.status().stopped()).startsWith("99 MB free in ");
    assertThat(tape.status().ticks()).isEqualTo(101);
    assertThat(tape.status().dropped()).isEqualTo(9);
    assertThat(new RecordingReader(only()).ticks(tick -> {})).isTrue();
  }

  @Test
  void aFolderThatCannotBeMadeStopsTheRecordingAndTheRobotGoesOn() throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "");
    Tape tape = new Tape(file.resolve("recordings"), Tape.LIMITS);
    tape.bench.running(Bench.random("e", 5));
    tape.close();
    assertThat(tape.status().ticks()).isZero();
    assertThat(tape.status().stopped()).contains("in-the-way");
    assertThat(tape.bench.controller.mode()).isEqualTo(Mode.RUN);
  }

  private Path only() throws IOException {
    List<Path> files = RecordingFolder.list(folder);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private static long ticks(Path file) throws IOException {
    long[] count = {0};
    boolean unused = new RecordingReader(file).ticks(tick -> count[0]++);
    return count[0];
  }

  private long total() throws IOException {
    long total = 0;
    for (Path file : RecordingFolder.list(folder)) {
      total += Files.size(file);
    }
    return total;
  }
}
