package io.mbmpo.launch.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.mqtt.MqttRobotEnd;
import io.mbmpo.link.mqtt.Topics;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import io.mbmpo.link.tls.TransportKeys;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the controller through a real Mosquitto, and what it refuses although it does. */
class SecuredControllerTest {
  private static final RobotConfig GO1 =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));
  private static final Task TASK = new WalkTask(GO1);
  private static final Topics TOPICS = new Topics("go1");
  private static final Clock NOW = Clock.systemUTC();
  private static final Duration YEAR = Duration.ofDays(365);
  private static final long RUN_START = 2_000_000;

  @TempDir static Path root;
  private static Path keys;
  private static int port;
  private static SecuredBroker broker;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Learner learner = new Learner();
  private final ConditionFlags flags = new ConditionFlags();
  @TempDir private Path folder;
  private Robot robot;

  @BeforeAll
  static void startBroker() throws IOException, InterruptedException {
    keys = root.resolve("keys");
    port = SecuredBroker.freePort();
    KeyFolder made = KeyFolder.create(keys, NOW, YEAR);
    made.broker(List.of("127.0.0.1"), port, YEAR);
    made.end(End.ROBOT, "go1", YEAR);
    made.end(End.LEARNER, "go1", YEAR);
    broker = SecuredBroker.start(keys.resolve("broker"), port);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    // What this test left at the broker is not for the next one.
    try (Intruder cleaner = thief()) {
      for (int slot = 0; slot < 8; slot++) {
        cleaner.publish(TOPICS.snapshot(slot), new byte[0], true);
      }
      cleaner.publish(TOPICS.plan(), new byte[0], true);
    }
  }

  @Test
  void aSnapshotReachesTheControllerAndItsEpisodeTheLearner() throws Exception {
    start(RUN_START);
    MqttLearnerEnd end = learnerEnd(SigningKey.load(keys.resolve("learner-go1")));
    PolicySnapshot snapshot = snapshot(RUN_START, 1);
    end.publish(snapshot);
    end.publish(plan(RUN_START, 1, snapshot));
    assertThat(await(learner.reports).outcome()).isEqualTo(Outcome.STAGED);
    assertThat(await(learner.reports).outcome()).isEqualTo(Outcome.STAGED);

    PreparedRollout rollout = robot.service.next().orElseThrow();
    assertThat(rollout.snapshotVersion()).isEqualTo(snapshot.version());
    EpisodeBuffer buffer = rollout.buffer();
    buffer.begin(5);
    buffer.observed();
    buffer.acted(new float[TASK.actionSize()]);
    buffer.observed();
    buffer.finish(EpisodeBuffer.HORIZON, false);
    robot.service.finished(rollout);
    Episode episode = await(learner.episodes);
    assertThat(episode.episodeId()).isEqualTo("e1");
    assertThat(episode.length()).isOne();
  }

  @Test
  void whoStealsTheLearnersCertificateWithoutItsSigningKeyMovesNothing() throws Exception {
    start(RUN_START);
    SigningKey other = SigningKey.loadOrCreate(folder.resolve("thief"));
    PolicySnapshot snapshot = snapshot(RUN_START, 1);
    try (Intruder thief = thief()) {
      send(thief, TOPICS.snapshot(snapshot.version()), sign(other, snapshot));
      assertThat(await(robot.refused)).contains("key " + other.id() + " is not trusted");
      send(thief, TOPICS.plan(), sign(other, plan(RUN_START, 1, snapshot)));
      assertThat(await(robot.refused)).contains("key " + other.id() + " is not trusted");
    }
    assertThat(flags.bits() & Condition.SNAPSHOT_REJECTED.bit()).isNotZero();
    assertThat(robot.service.next()).isEmpty();
  }

  @Test
  void aRevokedSigningKeyIsRefusedByNameAndTheNewOneCounts() throws Exception {
    KeyFolder made = KeyFolder.open(keys, NOW);
    SigningKey former = SigningKey.load(keys.resolve("learner-go1"));
    assertThat(made.signing().rotate("go1")).isEqualTo(former.id());
    SigningKey current = SigningKey.load(keys.resolve("learner-go1"));
    PolicySnapshot first = snapshot(RUN_START, 1);
    PolicySnapshot second = snapshot(RUN_START, 2);

    start(RUN_START);
    try (Intruder sender = thief()) {
      send(sender, TOPICS.snapshot(first.version()), sign(former, first));
      assertThat(await(robot.reports).outcome()).as("while both count").isEqualTo(Outcome.STAGED);
      send(sender, TOPICS.snapshot(second.version()), sign(current, second));
      assertThat(await(robot.reports).outcome()).as("while both count").isEqualTo(Outcome.STAGED);

      assertThat(made.signing().revoke(former.id())).containsExactly("go1");
      robot.close();
      start(RUN_START);
      assertThat(await(robot.reports).outcome()).as("the broker's copy").isEqualTo(Outcome.STAGED);
      send(sender, TOPICS.snapshot(first.version()), sign(former, first));
      assertThat(await(robot.refused))
          .contains("signing key " + former.id() + " was revoked")
          .contains(current.id())
          .contains("give it its new keys");
    }
  }

  @Test
  void aReplayedSnapshotOrPlanIsRefusedAlsoAfterARestart() throws Exception {
    start(RUN_START);
    SigningKey key = SigningKey.load(keys.resolve("learner-go1"));
    PolicySnapshot old = snapshot(RUN_START, 1);
    PolicySnapshot current = snapshot(RUN_START, 2);
    byte[] oldSnapshot = sign(key, old);
    byte[] oldPlan = sign(key, plan(RUN_START, 1, old));
    try (Intruder thief = thief()) {
      send(thief, TOPICS.snapshot(current.version()), sign(key, current));
      send(thief, TOPICS.plan(), sign(key, plan(RUN_START, 2, current)));
      assertThat(await(robot.reports).outcome()).isEqualTo(Outcome.STAGED);
      assertThat(await(robot.reports).outcome()).isEqualTo(Outcome.STAGED);

      send(thief, TOPICS.snapshot(old.version()), oldSnapshot);
      assertRefused(await(robot.reports));
      send(thief, TOPICS.plan(), oldPlan);
      assertRefused(await(robot.reports));
      assertThat(robot.service.next().orElseThrow().snapshotVersion()).isEqualTo(current.version());

      robot.close();
      start(RUN_START);
      // All that the broker holds now is the thief's.
      assertRefused(await(robot.reports));
      assertRefused(await(robot.reports));
      assertThat(robot.service.next()).isEmpty();
    }
  }

  @Test
  void whatWasSignedForAnEarlierRunIsRefusedByTheControllerOfANewOne() throws Exception {
    start(RUN_START + 60);
    SigningKey key = SigningKey.load(keys.resolve("learner-go1"));
    PolicySnapshot old = snapshot(RUN_START, 9);
    try (Intruder thief = thief()) {
      send(thief, TOPICS.snapshot(old.version()), sign(key, old));
      assertRefused(await(robot.reports));
      send(thief, TOPICS.plan(), sign(key, plan(RUN_START, 9, old)));
      assertRefused(await(robot.reports));
    }
    assertThat(robot.service.next()).isEmpty();
  }

  private static void assertRefused(SnapshotReport report) {
    assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(report.reason()).contains("is older than the newest accepted");
  }

  // ---- the ends ----

  private void start(long runStart) throws InterruptedException {
    robot = new Robot(runStart);
    open.add(robot);
    robot.link.start(robot);
    assertThat(robot.connected.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  private MqttLearnerEnd learnerEnd(SigningKey key) {
    MqttLearnerEnd end =
        new MqttLearnerEnd(options(LinkOptions.ofLearner(uri(), "go1"), "learner-go1"), key);
    open.add(end);
    end.start(learner);
    return end;
  }

  /** Has the learner's certificate. */
  private static Intruder thief() throws Exception {
    Path own = keys.resolve("learner-go1");
    return new Intruder(uri(), "learner-go1", own, own);
  }

  private static void send(Intruder thief, String topic, byte[] envelope) throws Exception {
    assertThat(thief.publish(topic, envelope, true)).isLessThan(0x80);
  }

  private static byte[] sign(SigningKey key, PolicySnapshot snapshot) {
    return key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(snapshot));
  }

  private static byte[] sign(SigningKey key, RolloutPlan plan) {
    return key.sign(SignedType.ROLLOUT_PLAN, WireCodec.encode(plan));
  }

  private static LinkOptions options(LinkOptions plain, String identity) {
    return plain
        .withTimes(Duration.ofSeconds(10), Duration.ofMillis(400), Duration.ofMillis(300))
        .withTransport(TransportKeys.load(keys.resolve(identity), NOW));
  }

  private static String uri() {
    return "ssl://127.0.0.1:" + port;
  }

  private static PolicySnapshot snapshot(long runStart, int iteration) {
    int[] layers = {TASK.observationSize(), 8, TASK.actionSize()};
    float[] parameters = new float[PolicySnapshot.parameterCount(layers)];
    Random random = new Random(iteration);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.01 * random.nextGaussian());
    }
    return new RunIdentity("run", runStart, RobotIdentity.of(GO1), TASK, List.of(8))
        .meta(iteration, 1, parameters);
  }

  private static RolloutPlan plan(long runStart, int iteration, PolicySnapshot snapshot) {
    return new RolloutPlan(
        "run",
        "go1",
        SnapshotVersion.of(runStart, iteration, 255),
        iteration,
        List.of(new Rollout("e" + iteration, snapshot.version(), Exploration.GAUSSIAN, 1, 5)));
  }

  private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("something within 10 s").isNotNull();
    return next;
  }

  /** The controller's end, whose service decides; what became of messages is kept. */
  private final class Robot implements RobotEnd.Listener, AutoCloseable {
    final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    final BlockingQueue<String> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<SnapshotReport> reports = new LinkedBlockingQueue<>();
    final MqttRobotEnd link;
    final RolloutService service;

    Robot(long runStart) {
      link =
          new MqttRobotEnd(
              options(LinkOptions.ofRobot(uri(), "go1"), "robot-go1"),
              TrustedKeys.load(keys.resolve("robot-go1").resolve(SigningKey.TRUSTED_FOLDER)),
              new EpisodeSpool(folder.resolve("spool"), SpoolLimits.DEFAULT));
      service =
          new RolloutService(
              GO1, TASK, new Overheard(link, reports), flags, folder.resolve("controller"));
      service.refuseOlderThan(SnapshotVersion.of(runStart, 0, 0));
    }

    @Override
    public void snapshotReceived(PolicySnapshot snapshot, byte[] digest, byte[] envelope) {
      service.snapshotReceived(snapshot, digest, envelope);
    }

    @Override
    public void planReceived(RolloutPlan plan, byte[] digest) {
      service.planReceived(plan, digest);
    }

    @Override
    public void messageRefused(String topic, String reason) {
      service.messageRefused(topic, reason);
      refused.add(reason);
    }

    @Override
    public void connectionChanged(boolean isConnected, String reason) {
      service.connectionChanged(isConnected, reason);
      if (isConnected) {
        connected.add(reason);
      }
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** A robot's end that also keeps what it reports. */
  private record Overheard(MqttRobotEnd link, BlockingQueue<SnapshotReport> reports)
      implements RobotEnd {
    @Override
    public void start(Listener listener) {
      link.start(listener);
    }

    @Override
    public void deliver(Episode episode) {
      link.deliver(episode);
    }

    @Override
    public Set<String> knownEpisodes(String runId) {
      return link.knownEpisodes(runId);
    }

    @Override
    public PolicySnapshot verified(byte[] envelope) {
      return link.verified(envelope);
    }

    @Override
    public int spooled() {
      return link.spooled();
    }

    @Override
    public void report(SnapshotReport report) {
      reports.add(report);
      link.report(report);
    }

    @Override
    public void publish(RobotStatus status) {
      link.publish(status);
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** Keeps what the learner is told. */
  private static final class Learner implements LearnerEnd.Listener {
    final BlockingQueue<Episode> episodes = new LinkedBlockingQueue<>();
    final BlockingQueue<SnapshotReport> reports = new LinkedBlockingQueue<>();

    @Override
    public void episodeReceived(Episode episode) {
      episodes.add(episode);
    }

    @Override
    public void snapshotReported(SnapshotReport report) {
      reports.add(report);
    }

    @Override
    public void robotStatusChanged(RobotStatus status) {}

    @Override
    public void connectionChanged(boolean connected, String reason) {}
  }
}
