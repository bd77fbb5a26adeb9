package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.mcap.McapWriter;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.run.Place;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated robot's life, recorded, and what {@code ./mbmpo replay} says to it. */
class ReplayTest {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final Path GO1_FOLDER = ROOT.resolve("robot-configs/go1");
  private static final RobotConfig GO1 = RobotConfigLoader.load(GO1_FOLDER);
  private static final Task TASK = new WalkTask(GO1);
  private static final OperatorConfig BUTTONS = GO1.onboard().operator();
  private static final int DEADMAN = 1 << BUTTONS.deadmanButton();
  private static final int CLEAR = 1 << BUTTONS.clearButton();

  @TempDir private static Path recordings;
  private static Path recording;

  @TempDir private Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A walk to its horizon, a fall, random actions cut short by an emergency stop. */
  @BeforeAll
  static void recordARobotThatWalksFallsAndIsStopped() throws IOException {
    ConditionFlags flags = new ConditionFlags();
    InProcessPort port = new InProcessPort(GO1.jointCount());
    SimulationOptions noisy = SimulationOptions.nominal().withNoise().withLatency(0.01);
    SimulatedQuadruped robot = new SimulatedQuadruped(GO1, noisy, port);
    try (Recorder recorder =
        new Recorder(
                RecordingSource.embedded(GO1, "run", "a revision"),
                TASK,
                recordings,
                RecordingLimits.DEFAULT,
                Clock.systemUTC(),
                flags)
            .start()) {
      Controller controller = new Controller(GO1, TASK, port, flags, recorder.tape());
      OperatorInput operator = new OperatorInput();
      int[] stopIn = {Integer.MAX_VALUE};
      try (Lockstep lockstep =
          new Lockstep(
              controller,
              robot,
              (ticked, now) -> {
                recorder.awaitRoom();
                if (ticked.mode() == Mode.RUN && stopIn[0]-- == 0) {
                  operator.buttons = DEADMAN | 1 << BUTTONS.emergencyStopButton();
                } else if (ticked.mode() == Mode.ESTOP) {
                  boolean released = (operator.buttons & CLEAR) == 0;
                  operator.buttons = DEADMAN | (released ? CLEAR : 0);
                }
                if (operator.buttons != 0) {
                  operator.stampNanos = now;
                  port.publish(operator);
                }
              })) {
        SignedPolicy walk =
            SignedPolicy.load(GO1_FOLDER.resolve("pretrained/policy.snapshot"), null, GO1, TASK);
        PreparedRollout walked = rollout("walk", Exploration.GAUSSIAN, 5, 75, walk.snapshot());
        lockstep.run(walked);
        assertThat(walked.buffer().end()).isEqualTo(EpisodeBuffer.HORIZON);
        assertThat(falls(lockstep, wild(walk.snapshot()))).isTrue();
        stopIn[0] = 300;
        PreparedRollout stopped = rollout("stopped", Exploration.RANDOM, 7, 100, null);
        lockstep.run(stopped);
        assertThat(stopped.buffer().end()).isEqualTo("emergency stop");
      }
    }
    List<Path> files = RecordingFolder.list(recordings);
    recording = files.get(0);
    assertThat(files).hasSize(1);
  }

  /** A policy that throws its legs about. */
  private static PolicySnapshot wild(PolicySnapshot s) {
    float[] parameters = new float[s.parameters().length];
    Arrays.fill(parameters, parameters.length - TASK.actionSize(), parameters.length, 2);
    return new PolicySnapshot(
        s.runId(),
        s.robot(),
        s.configHash(),
        s.version() + 1,
        s.iteration(),
        s.role(),
        s.task(),
        s.layerSizes(),
        parameters,
        s.observationCenter(),
        s.observationScale(),
        s.actionCenterRad(),
        s.actionScaleRad());
  }

  private static boolean falls(Lockstep lockstep, PolicySnapshot policy) {
    for (int seed = 0; seed < 20; seed++) {
      PreparedRollout rollout = rollout("wild-" + seed, Exploration.GAUSSIAN, seed, 200, policy);
      lockstep.run(rollout);
      if (rollout.buffer().terminated()) {
        return true;
      }
    }
    return false;
  }

  private static PreparedRollout rollout(
      String id, Exploration exploration, long seed, int horizon, PolicySnapshot policy) {
    long version = policy == null ? 0 : policy.version();
    return new PreparedRollout(
        GO1,
        TASK,
        "run",
        3,
        new RolloutPlan.Rollout(id, version, exploration, seed, horizon),
        policy,
        new byte[32]);
  }

  @BeforeEach
  void copyTheRobot() throws IOException {
    Path copy = Files.createDirectories(root.resolve("robot-configs/go1"));
    for (String file : List.of("robot.yaml", "go1.urdf")) {
      Files.copy(GO1_FOLDER.resolve(file), copy.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private int replay(Path... files) {
    String[] arguments = new String[files.length + 1];
    arguments[0] = "replay";
    for (int i = 0; i < files.length; i++) {
      arguments[i + 1] = files[i].toString();
    }
    return Mbmpo.run(
        new Place(root), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private void refused(int status, String sentence, Path... files) {
    assertThat(replay(files)).isEqualTo(status);
    assertThat(err.toString())
        .startsWith("mbmpo: ")
        .contains(sentence)
        .doesNotContain("\tat ")
        .doesNotContain("unexpected");
  }

  @Test
  void aWalkAFallAndAnEmergencyStopAreReplayedBitForBit() {
    assertThat(replay(recording)).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("go1, run run, ", "the same bit for bit in all ")
        .doesNotContain("not compared", "missing", "not closed");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFolderOfRecordingsIsReplayedWhole() {
    assertThat(replay(recordings)).isZero();
    assertThat(out.toString()).contains("the same bit for bit");
  }

  @Test
  void aRecordingWhoseProcessWasKilledIsReplayedUpToItsLastWholeChunk() throws IOException {
    byte[] bytes = Files.readAllBytes(recording);
    Path cut = Files.write(root.resolve("cut.mcap"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(replay(cut)).isZero();
    assertThat(out.toString()).contains("not closed in order", "the same bit for bit");
  }

  @Test
  void aDamagedRecordingIsRefusedWithTheByte() throws IOException {
    byte[] bytes = Files.readAllBytes(recording);
    bytes[16_000] ^= 1; // early in the first chunk, however soon it was closed
    refused(2, "is damaged at byte ", Files.write(root.resolve("bad.mcap"), bytes));
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    refused(2, "is not an MCAP file", Files.writeString(root.resolve("notes.mcap"), "notes"));
  }

  @Test
  void someoneElsesMcapIsRefused() throws IOException {
    refused(2, "no recording of mbmpo", mcap(null));
  }

  @Test
  void aRecordingOfANewerVersionIsRefused() throws IOException {
    Map<String, String> head = head();
    head.put("schema", "2");
    refused(2, "recorded by a newer version of mbmpo (schema 2)", mcap(head));
  }

  @Test
  void aRecordingOfARobotThatIsNotHereIsRefused() throws IOException {
    Map<String, String> head = head();
    head.put("robot", "spot");
    refused(2, "spot", mcap(head));
  }

  @Test
  void aRecordingOfAnotherConfigurationIsRefused() throws IOException {
    Path yaml = root.resolve("robot-configs/go1/robot.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("settle_s: 0.6", "settle_s: 0.7"));
    refused(2, "replay it with the configuration of revision a revision", recording);
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    refused(3, "no such file: " + root.resolve("none.mcap"), root.resolve("none.mcap"));
  }

  @Test
  void aFolderWithoutRecordingsIsNamed() {
    refused(2, "no recordings in ", root);
  }

  @Test
  void aRecordingWithoutATickIsNotTakenForASuccess() throws IOException {
    assertThat(replay(mcap(head()))).isEqualTo(1);
    assertThat(out.toString()).contains("nothing could be compared");
  }

  @Test
  void theOtherFilesAreReplayedThoughOneIsRefused() throws IOException {
    Path notes = Files.writeString(root.resolve("notes.mcap"), "notes");
    refused(2, "is not an MCAP file", notes, recording);
    assertThat(out.toString()).contains("the same bit for bit");
  }

  private static Map<String, String> head() {
    Map<String, String> head = new TreeMap<>();
    head.put("schema", "1");
    head.put("robot", "go1");
    head.put("config_hash", GO1.hash());
    head.put("run", "run");
    head.put("revision", "a revision");
    head.put("jdk", "17");
    head.put("wall_time", "2026-03-01T00:00:00Z");
    head.put("tick_rate_hz", "500");
    return head;
  }

  private Path mcap(Map<String, String> head) throws IOException {
    Path file = root.resolve("other.mcap");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      McapWriter writer = new McapWriter(channel, "ros2", "test", 1000);
      if (head != null) {
        writer.metadata("mbmpo", head);
      }
      writer.finish();
    }
    return file;
  }
}
