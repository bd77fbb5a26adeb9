package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.replay.Replay;
import io.mbmpo.controller.replay.ReplayReport;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.launch.bench.MosquittoProgram;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controller, simulator and broker, each a process of its own, killed with signal 9 at random
 * moments while plans are run over ROS 2 and Mosquitto. Here each once; as often as wanted with
 * {@code -Dmbmpo.kills=30}, at other moments with {@code -Dmbmpo.kills.seed=2}.
 */
class KilledPartsIT {
  private static final int KILLS = Integer.getInteger("mbmpo.kills", 1);
  private static final long SEED = Long.getLong("mbmpo.kills.seed", 1);
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final Path GO1 = ROOT.resolve("robot-configs/go1");
  private static final RobotConfig CONFIG = RobotConfigLoader.load(GO1);
  private static final Task TASK = new WalkTask(CONFIG);
  private static final int FIRST_DOMAIN = 100;
  private static final int DOMAINS = 100;
  private static final long LONGEST_WAIT_MS = 6_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A joint that turns slower than this does not move much, rad/s. */
  private static final double REST_RAD_S = 1;

  private static final double COMES_TO_REST_S = 10;

  /** What can be killed. */
  private enum Part {
    CONTROLLER,
    SIMULATOR,
    BROKER
  }

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final Random random = new Random(SEED);
  private final Map<String, String> finished = new TreeMap<>();
  private final String domain =
      Long.toString(FIRST_DOMAIN + ProcessHandle.current().pid() % DOMAINS);
  private RunFolder run;
  private MosquittoProgram broker;
  private LauncherProcess robot;
  private LauncherProcess simulator;
  private DdsRobotPort onlooker;

  @Test
  void controllerSimulatorAndBrokerKilledAtRandomMomentsLoseAndDoubleNothingAndHurtNoRobot()
      throws Exception {
    assumeTrue(
        MosquittoProgram.find().isPresent(),
        "mosquitto is not installed: apt-get install mosquitto");
    WireSettings wire =
        new WireSettings(Integer.parseInt(domain), "", List.of("127.0.0.1"), Map.of());
    run =
        RunFolder.create(
            folder.resolve("runs"),
            "go1",
            SEED,
            Instant.now(),
            "test",
            List.of(),
            Map.of("robot", new RobotSettings(true, 0, true), "wire", wire));
    SigningKey key = SigningKey.loadOrCreate(run.keys());
    broker = MosquittoProgram.start(Files.createDirectories(folder.resolve("broker")));
    try (PlanningLearner learner =
            new PlanningLearner(
                LinkOptions.ofLearner(broker.uri(), "go1"), key, run.description(), CONFIG, TASK);
        DdsRobotPort port =
            new DdsRobotPort(
                "onlooker",
                CONFIG,
                wire.config(CONFIG),
                wire.names(),
                new EmergencyStop(new ConditionFlags()))) {
      onlooker = port;
      startSimulator();
      startRobot();
      learner.awaitEpisodes(1, PATIENCE);
      for (Part part : moments()) {
        LockSupport.parkNanos(random.nextLong(LONGEST_WAIT_MS * 1_000_000));
        int before = learner.received().size();
        kill(part);
        learner.awaitEpisodes(before + 1, PATIENCE);
      }
      learner.finishPlan(PATIENCE);
      robot.interrupt();
      assertThat(robot.exitStatus(PATIENCE)).isEqualTo(130);
      assertThat(learner.doubled()).isEmpty();
      assertThat(learner.received().keySet()).isEqualTo(learner.planned());
      finished.forEach(
          (id, digest) -> assertThat(learner.received()).as("finished").containsEntry(id, digest));
      System.out.printf(
          "%d kills of each part, %d episodes, %d of them finished and unsent at a kill%n",
          KILLS, learner.received().size(), finished.size());
    } finally {
      close();
    }
    recordingsAreWholeAndTheRobotWasLetDownWheneverItWasNotHeard();
  }

  private List<Part> moments() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      parts.addAll(List.of(Part.values()));
    }
    Collections.shuffle(parts, random);
    return parts;
  }

  private void kill(Part part) throws IOException, InterruptedException {
    switch (part) {
      case CONTROLLER -> {
        robot.kill();
        noteWhatIsFinished();
        theRobotComesToRest();
        startRobot();
      }
      case SIMULATOR -> {
        simulator.kill();
        startSimulator();
      }
      case BROKER -> {
        broker.kill();
        LockSupport.parkNanos(random.nextLong(1_000_000_000));
        broker.restart();
      }
    }
  }

  private void startRobot() throws IOException {
    robot =
        LauncherProcess.start(
            folder,
            List.of(
                "robot",
                "--run",
                run.path().toString(),
                "--broker",
                broker.uri(),
                "--wire",
                "ros2",
                "--metrics",
                "off",
                "--record",
                "4000"));
  }

  private void startSimulator() throws IOException {
    simulator = LauncherProcess.start(folder, List.of("sim", "--robot", "go1", "--domain", domain));
  }

  /** Episodes that the dead controller had finished, by the digest of their contents. */
  private void noteWhatIsFinished() {
    try (EpisodeSpool spool = new EpisodeSpool(run.spool(), SpoolLimits.DEFAULT)) {
      for (String id : spool.waiting()) {
        finished.put(id, HexFormat.of().formatHex(spool.digest(id)));
      }
    }
  }

  /** Drives that hear nothing damp by themselves. */
  private void theRobotComesToRest() {
    JointState joints = new JointState(CONFIG.jointCount());
    long end = System.nanoTime() + Math.round(COMES_TO_REST_S * 1e9);
    boolean rest = false;
    while (!rest) {
      assertThat(System.nanoTime()).as("joints that still move %s", joints).isLessThan(end);
      if (onlooker.take(joints)) {
        rest = true;
        for (double speed : joints.velocity) {
          rest &= Math.abs(speed) < REST_RAD_S;
        }
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void recordingsAreWholeAndTheRobotWasLetDownWheneverItWasNotHeard() throws IOException {
    long[] ticks = {0, 0};
    List<Path> recordings = RecordingFolder.list(run.recordings());
    assertThat(recordings).hasSizeGreaterThan(KILLS); // one from each start of the controller
    for (Path recording : recordings) {
      ReplayReport report = new Replay(new RecordingReader(recording), CONFIG, TASK).run();
      assertThat(report.first()).as("%s", recording.getFileName()).isNull();
      boolean unused =
          new RecordingReader(recording)
              .ticks(
                  tick -> {
                    ticks[0]++;
                    for (int i = 0; i < tick.tick.conditions.length; i++) {
                      String condition = tick.tick.conditions.values[i].toString();
                      if (condition.equals(Condition.JOINT_STATE_STALE.name())
                          && tick.has(Topic.COMMAND)) {
                        ticks[1]++;
                        for (int joint = 0; joint < tick.command.kp.length; joint++) {
                          assertThat(tick.command.kp.values[joint]).isZero();
                        }
                      }
                    }
                  });
    }
    assertThat(ticks[1])
        .as("ticks without joint states, after a kill of the simulator")
        .isPositive();
    System.out.printf(
        "%d recordings, %d ticks, replayed bit for bit; in %d of them the robot was not heard, and"
            + " let down%n",
        recordings.size(), ticks[0], ticks[1]);
  }

  private void close() {
    for (LauncherProcess process : new LauncherProcess[] {robot, simulator}) {
      if (process != null) {
        process.close();
      }
    }
    broker.close();
  }
}
