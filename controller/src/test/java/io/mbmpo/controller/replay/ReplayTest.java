package io.mbmpo.controller.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.FakeRobot;
import io.mbmpo.controller.mcap.McapException;
import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.Tape;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.PreparedRollout.Purpose;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was recorded commands the same again, bit for bit; and a difference is found. */
class ReplayTest {
  private static final List<Exploration> EXPLORATIONS = List.of(Exploration.values());

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void anEpisodeOfAnyKindIsReplayedBitForBit(Exploration exploration) throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      shake(tape.bench.robot, 3);
      episode(tape.bench, rollout("e", exploration, 40));
    }
    ReplayReport report = replay(only());
    assertThat(report.first()).isNull();
    assertThat(report.different()).isZero();
    assertThat(report.rollouts()).isEqualTo(1);
    assertThat(report.skipped()).isZero();
    assertThat(report.ticks()).isGreaterThan(1600);
    assertThat(report.closed()).isTrue();
  }

  @Test
  void aFallAnEmergencyStopAndLostSensorsAreReplayedBitForBit() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      Bench bench = tape.bench;
      shake(bench.robot, 4);
      bench.running(rollout("fall", Exploration.GAUSSIAN, 100));
      bench.ticks(100);
      bench.robot.rollRad = 1.3;
      bench.tickUntil(Mode.OFF);
      bench.robot.rollRad = 0;
      bench.ticks(5);
      bench.controller.takeFinished();

      bench.running(rollout("e-stop", Exploration.GAUSSIAN, 100));
      bench.ticks(77);
      bench.robot.operator(true, false);
      bench.tickUntil(Mode.ESTOP);
      bench.ticks(50);
      bench.robot.operator(false, false);
      bench.ticks(50);
      bench.robot.operator(false, true);
      bench.tickUntil(Mode.OFF);
      bench.ticks(300);
      bench.robot.operator(false, false);
      bench.controller.takeFinished();

      bench.running(rollout("no imu", Exploration.RANDOM, 100));
      bench.ticks(33);
      bench.robot.imuMuted = true;
      bench.tickUntil(Mode.OFF);
      bench.robot.imuMuted = false;
      bench.ticks(5);
      bench.controller.takeFinished();

      bench.running(rollout("nan", Exploration.RANDOM, 100));
      bench.ticks(20);
      bench.robot.spoilJoints = state -> state.position[2] = Double.NaN;
      bench.ticks(400);
      bench.flags.set(Condition.LINK_LOST, true);
      bench.robot.spoilJoints = state -> {};
      bench.ticks(100);
      bench.robot.operator(false, true);
      bench.tickUntil(Mode.OFF);
      bench.controller.takeFinished();

      bench.controller.stop();
      bench.ticks(20);
    }
    ReplayReport report = replay(only());
    assertThat(report.first()).isNull();
    assertThat(report.different()).isZero();
    assertThat(report.rollouts()).isEqualTo(4);
    assertThat(report.skipped()).isZero();
  }

  @Test
  void standingUpAndWalkingForAnOperatorIsReplayedBitForBit() throws IOException {
    OperatorConfig b = Bench.CONFIG.onboard().operator();
    int deadman = b.deadmanButton();
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      Bench bench = tape.bench;
      shake(bench.robot, 8);
      bench.robot.hands(deadman);
      bench.ticks(10);
      bench.robot.hands(deadman, b.standButton());
      bench.tickUntil(Mode.STAND);
      bench.robot.hands(deadman);
      bench.robot.operator.axes[b.heightAxis()] = -0.7f;
      bench.ticks(700);
      bench.robot.operator.axes[b.heightAxis()] = 0;
      bench.robot.hands(deadman, b.walkButton());
      bench.ticks(10);
      long version = Bench.version(1, 1);
      bench.running(
          new PreparedRollout(
              Purpose.ATTENDED,
              Bench.CONFIG,
              Bench.TASK,
              Bench.RUN,
              0,
              new RolloutPlan.Rollout("walk", version, Exploration.DETERMINISTIC, 1, 100),
              Bench.snapshot(version),
              new byte[32]));
      bench.ticks(150);
      bench.robot.hands(deadman);
      bench.tickUntil(Mode.STAND);
      bench.ticks(5);
      bench.controller.takeFinished();
      bench.robot.hands(deadman, b.lieButton());
      bench.tickUntil(Mode.OFF);
      bench.robot.hands(deadman);
      bench.ticks(5);
      bench.controller.clear();
      episode(bench, rollout("planned", Exploration.RANDOM, 10));
    }
    ReplayReport report = replay(only());
    assertThat(report.first()).isNull();
    assertThat(report.different()).isZero();
    assertThat(report.rollouts()).isEqualTo(2);
    assertThat(report.skipped()).isZero();
  }

  @Property(tries = 15)
  void whateverHappensToSensorsAndOperatorIsReplayedBitForBit(@ForAll long seed)
      throws IOException {
    Path here = Files.createTempDirectory("mbmpo-replay");
    SplittableRandom random = new SplittableRandom(seed);
    try (Tape tape = new Tape(here, Tape.LIMITS)) {
      Bench bench = tape.bench;
      shake(bench.robot, seed);
      for (int i = 0; i < 6000; i++) {
        if (bench.controller.idle() && random.nextInt(50) == 0) {
          bench.controller.takeFinished();
          Exploration exploration = EXPLORATIONS.get(random.nextInt(EXPLORATIONS.size()));
          bench.controller.offer(rollout("e" + i, exploration, 1 + random.nextInt(60)));
        }
        bench.robot.jointsMuted = random.nextInt(200) < (bench.robot.jointsMuted ? 190 : 1);
        bench.robot.odometryMuted = random.nextInt(100) < (bench.robot.odometryMuted ? 95 : 2);
        if (random.nextInt(200) == 0) {
          bench.robot.operator(random.nextInt(4) == 0, random.nextBoolean());
          bench.robot.operator.buttons |= random.nextInt(64); // stands, lies down, walks
        }
        if (random.nextInt(500) == 0) {
          bench.controller.clear();
        }
        if (random.nextInt(700) == 0) {
          bench.robot.rollRad = random.nextBoolean() ? 1.2 : 0;
        }
        if (random.nextInt(300) == 0) {
          bench.flags.set(Condition.LINK_LOST, random.nextBoolean());
        }
        tape.losing = random.nextInt(1000) < (tape.losing ? 900 : 1);
        bench.tick();
      }
    }
    for (Path file : RecordingFolder.list(here)) {
      ReplayReport report = replay(file);
      assertThat(report.first()).isNull();
      assertThat(report.different()).isZero();
      Files.delete(file);
    }
    Files.delete(here);
  }

  @Test
  void everyFileOfALongRecordingIsReplayedAlone() throws IOException {
    RecordingLimits small = new RecordingLimits(1_500_000, 1e6, 1_000_000_000, 0, 100_000, 1e6, 1);
    try (Tape tape = new Tape(folder, small)) {
      shake(tape.bench.robot, 5);
      for (int i = 0; i < 8; i++) {
        episode(tape.bench, rollout("e" + i, Exploration.GAUSSIAN, 30));
      }
    }
    List<Path> files = RecordingFolder.list(folder);
    assertThat(files).hasSizeGreaterThan(3);
    long rollouts = 0;
    for (Path file : files) {
      ReplayReport report = replay(file);
      assertThat(report.first()).isNull();
      assertThat(report.skipped()).isZero();
      rollouts += report.rollouts();
    }
    assertThat(rollouts).isEqualTo(8);
  }

  @Test
  void aFileThatBeginsInTheMiddleOfAnEpisodeIsReplayedFromTheNextCalmTick() throws IOException {
    RecordingLimits tiny = new RecordingLimits(400_000, 1e6, 1_000_000_000, 0, 50_000, 1e6, 1);
    try (Tape tape = new Tape(folder, tiny)) {
      shake(tape.bench.robot, 6);
      episode(tape.bench, rollout("long", Exploration.RANDOM, 200));
      episode(tape.bench, rollout("next", Exploration.RANDOM, 10));
      tape.bench.ticks(50);
    }
    List<Path> files = RecordingFolder.list(folder);
    assertThat(files).hasSizeGreaterThan(3);
    ReplayReport middle = replay(files.get(1));
    assertThat(middle.compared()).isZero();
    ReplayReport last = replay(files.get(files.size() - 1));
    assertThat(last.first()).isNull();
    assertThat(last.compared()).isPositive();
  }

  @Test
  void missingTicksAreSkippedUpToTheNextCalmTick() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      Bench bench = tape.bench;
      bench.running(rollout("e", Exploration.RANDOM, 50));
      bench.ticks(10);
      tape.losing = true;
      bench.ticks(7);
      tape.losing = false;
      bench.tickUntil(Mode.OFF);
      bench.ticks(10);
      bench.controller.takeFinished();
      episode(bench, rollout("next", Exploration.RANDOM, 10));
      assertThat(tape.status().lost()).isEqualTo(7);
    }
    ReplayReport report = replay(only());
    assertThat(report.lost()).isEqualTo(7);
    assertThat(report.skipped()).isPositive();
    assertThat(report.rollouts()).isEqualTo(2);
    assertThat(report.different()).isZero();
  }

  @Test
  void oneChangedBitInOneCommandIsFoundAndNamed() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.tamper =
          record -> {
            if (record.tick == 1200) {
              record.command.position[4] = Math.nextUp(record.command.position[4]);
            }
          };
      episode(tape.bench, rollout("e", Exploration.DETERMINISTIC, 20));
    }
    ReplayReport report = replay(only());
    assertThat(report.different()).isEqualTo(1);
    assertThat(report.first().tick()).isEqualTo(1200);
    assertThat(report.first().seconds()).isEqualTo(2.4, within(1e-9));
    assertThat(report.first().field()).isEqualTo("command.position of FL_thigh_joint");
    double recorded = Double.parseDouble(report.first().recorded());
    assertThat(recorded).isEqualTo(Math.nextUp(Double.parseDouble(report.first().replayed())));
  }

  @Test
  void aSensorThatWasNotWhatTheControllerSawChangesWhatItDoes() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.tamper =
          record -> {
            if (record.tick == 1200) {
              record.imu.angularVelocity[0] = Double.NaN;
            }
          };
      episode(tape.bench, rollout("e", Exploration.RANDOM, 20));
    }
    ReplayReport report = replay(only());
    assertThat(report.first().tick()).isEqualTo(1200);
    assertThat(report.first().field()).isEqualTo("mode");
    assertThat(report.first().recorded()).isEqualTo("RUN");
    assertThat(report.first().replayed()).isEqualTo("DAMPING");
    assertThat(report.different()).isGreaterThan(100);
  }

  @Test
  void aFileWhoseWriterWasKilledIsReplayedUpToWhereItBreaksOff() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      shake(tape.bench.robot, 7);
      episode(tape.bench, rollout("e", Exploration.RANDOM, 40));
    }
    Path file = only();
    long whole = replay(file).ticks();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    ReplayReport report = replay(file);
    assertThat(report.closed()).isFalse();
    assertThat(report.different()).isZero();
    assertThat(report.ticks()).isBetween(whole / 4, whole);
  }

  @Test
  void aRecordingOfAnotherRobotIsRefused() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      tape.bench.ticks(10);
    }
    RobotConfig other =
        RobotConfigLoader.load(
            Path.of(System.getProperty("mbmpo.root", ".."), "robot-configs", "anymal_c"));
    assertThatThrownBy(() -> new Replay(new RecordingReader(only()), other, new WalkTask(other)))
        .isInstanceOf(RecordingException.class)
        .hasMessage("recorded from robot go1, not anymal_c");
  }

  @Test
  void aFileThatIsNoRecordingIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no recording");
    assertThatThrownBy(() -> new Replay(new RecordingReader(text), Bench.CONFIG, Bench.TASK))
        .isInstanceOf(McapException.class)
        .hasMessageContaining("not an MCAP file");
  }

  private Path only() throws IOException {
    List<Path> files = RecordingFolder.list(folder);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private static ReplayReport replay(Path file) throws IOException {
    return new Replay(new RecordingReader(file), Bench.CONFIG, Bench.TASK).run();
  }

  private static PreparedRollout rollout(String id, Exploration exploration, int horizon) {
    boolean random = exploration == Exploration.RANDOM;
    long version = random ? 0 : Bench.version(1, id.length());
    return Bench.prepare(
        new RolloutPlan.Rollout(id, version, exploration, id.hashCode(), horizon),
        random ? null : Bench.snapshot(version));
  }

  private static void episode(Bench bench, PreparedRollout rollout) {
    bench.ticks(5);
    if (!bench.controller.offer(rollout)) {
      throw new AssertionError("offer refused");
    }
    List<Mode> modes = new ArrayList<>();
    while (!bench.controller.idle()) {
      bench.tick();
      modes.add(bench.controller.mode());
    }
    assertThat(modes).contains(Mode.RUN);
    bench.controller.takeFinished();
  }

  /** Sensors that are never twice the same. */
  private static void shake(FakeRobot robot, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    robot.spoilImu =
        imu -> {
          for (int i = 0; i < 3; i++) {
            imu.angularVelocity[i] = random.nextDouble(-1, 1);
          }
        };
    robot.spoilOdometry =
        odometry -> {
          for (int i = 0; i < 3; i++) {
            odometry.linearVelocity[i] = random.nextDouble(-1, 1);
          }
        };
  }
}
