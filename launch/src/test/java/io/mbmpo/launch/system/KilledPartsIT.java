package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mbmpo.controller.dds.DdsRobotPort;
import io.mbmpo.controller.loop.StopFile;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.replay.Replay;
import io.mbmpo.controller.replay.ReplayReport;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.FailsafeTable;
import io.mbmpo.launch.bench.MosquittoProgram;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.system.KillDiary.Part;
import io.mbmpo.link.RobotStatus;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controller, simulator and broker, each a process of its own, killed with signal 9 at random
 * moments while plans are run over ROS 2 and Mosquitto. Here each once; as often as wanted with
 * {@code -Dmbmpo.kills=30}, at other moments with {@code -Dmbmpo.kills.seed=2}. What each kill cost
 * is printed at once ({@link KillDiary}).
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

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A joint that turns slower than this does not move much, rad/s. */
  private static final double REST_RAD_S = 1;

  /** So long no joint of a robot that has come to rest moves much. */
  private static final Duration REST = Duration.ofMillis(500);

  private static final Duration COMES_TO_REST = Duration.ofSeconds(10);

  /** Robots that say so wait for their operator: {@link FailsafeTable#latched}. */
  private static final Set<String> LATCHED =
      Arrays.stream(Condition.values())
          .filter(FailsafeTable.of(CONFIG)::latched)
          .map(Condition::title)
          .collect(Collectors.toSet());

  /** So many looks in a row the operator watches before clearing a failsafe. */
  private static final int LOOKS = 3;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final Random random = new Random(SEED);
  private final String domain =
      Long.toString(FIRST_DOMAIN + ProcessHandle.current().pid() % DOMAINS);
  private RunFolder run;
  private MosquittoProgram broker;
  private LauncherProcess robot;
  private LauncherProcess simulator;
  private DdsRobotPort onlooker;
  private PlanningLearner learner;
  private KillDiary diary;
  private int looksAtLatched;

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
    try (PlanningLearner planning =
            new PlanningLearner(
                LinkOptions.ofLearner(broker.uri(), "go1"), key, run.description(), CONFIG, TASK);
        DdsRobotPort port =
            new DdsRobotPort(
                "onlooker",
                CONFIG,
                wire.config(CONFIG),
                wire.names(),
                new EmergencyStop(new ConditionFlags()))) {
      learner = planning;
      diary = new KillDiary(learner, run.description().run());
      onlooker = port;
      startSimulator();
      startRobot();
      await(() -> learner.awaitEpisodes(1, LOOK), "the first episode");
      for (Part part : moments()) {
        LockSupport.parkNanos(random.nextLong(LONGEST_WAIT_MS * 1_000_000));
        int before = learner.received().size();
        kill(part);
        await(() -> learner.awaitEpisodes(before + 1, LOOK), "an episode after a kill of " + part);
        diary.goesOn(part);
      }
      learner.makeNoMorePlans();
      await(() -> learner.awaitAllPlanned(LOOK), "the last plan");
      robot.interrupt();
      assertThat(robot.exitStatus(PATIENCE)).isEqualTo(130);
      diary.checkAll();
      diary.say("the end");
    } finally {
      close();
    }
    recordingsAreWholeAndTheRobotWasLetDownWheneverItWasNotHeard();
  }

  /** A look at whether something has happened; takes up to {@link #LOOK}. */
  @FunctionalInterface
  private interface Look {
    boolean happened() throws InterruptedException;
  }

  private void await(Look look, String what) throws InterruptedException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!look.happened()) {
      assertThat(robot.alive()).as("controller ended:%n%s", robot.output()).isTrue();
      assertThat(simulator.alive()).as("simulator ended:%n%s", simulator.output()).isTrue();
      clearWhatOnlyTheOperatorClears();
      assertThat(System.nanoTime() - end)
          .as("%s within %s; robot %s:%n%s", what, PATIENCE, learner.robot(), robot.output())
          .isNegative();
    }
  }

  /** A robot that was let down and waits for its operator is safe; here the operator comes. */
  private void clearWhatOnlyTheOperatorClears() throws IOException {
    RobotStatus status = learner.robot();
    boolean latched = status != null && status.online() && LATCHED.contains(status.failsafe());
    looksAtLatched = latched ? looksAtLatched + 1 : 0;
    if (looksAtLatched >= LOOKS) {
      looksAtLatched = 0;
      diary.cleared(status.failsafe());
      Files.writeString(run.path().resolve(StopFile.CLEAR), Instant.now().toString());
    }
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
        diary.killed(part);
        noteWhatIsFinished();
        theRobotComesToRest();
        startRobot();
      }
      case SIMULATOR -> {
        simulator.kill();
        diary.killed(part);
        startSimulator();
      }
      case BROKER -> {
        broker.kill();
        diary.killed(part);
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

  private void noteWhatIsFinished() {
    try (EpisodeSpool spool = new EpisodeSpool(run.spool(), SpoolLimits.DEFAULT)) {
      diary.left(spool);
    }
  }

  /** Drives that hear nothing damp by themselves. A simulator may have to start first. */
  private void theRobotComesToRest() {
    JointState joints = new JointState(CONFIG.jointCount());
    long begin = System.nanoTime();
    long heard = 0;
    long moved = begin;
    while (heard == 0 || System.nanoTime() - moved < REST.toNanos()) {
      if (onlooker.take(joints) && joints.stampNanos - begin > 0) {
        if (heard == 0 || moves(joints)) {
          moved = System.nanoTime();
        }
        heard = heard == 0 ? moved : heard;
        assertThat(moved - heard).as("%s moves on", joints).isLessThan(COMES_TO_REST.toNanos());
      } else {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(System.nanoTime() - begin).as("joints heard").isLessThan(PATIENCE.toNanos());
    }
  }

  private static boolean moves(JointState joints) {
    for (double speed : joints.velocity) {
      if (Math.abs(speed) > REST_RAD_S) {
        return true;
      }
    }
    return false;
  }

  private void recordingsAreWholeAndTheRobotWasLetDownWheneverItWasNotHeard() throws IOException {
    long[] ticks = {0, 0};
    long compared = 0;
    List<Path> recordings = RecordingFolder.list(run.recordings());
    assertThat(recordings).hasSizeGreaterThan(KILLS); // one from each start of the controller
    for (Path recording : recordings) {
      ReplayReport report = new Replay(new RecordingReader(recording), CONFIG, TASK).run();
      assertThat(report.first()).as("%s", recording.getFileName()).isNull();
      compared += report.compared();
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
        "%d recordings, %d ticks, %d of them compared, replayed bit for bit; in %d the robot was not"
            + " heard, and let down%n",
        recordings.size(), ticks[0], compared, ticks[1]);
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
