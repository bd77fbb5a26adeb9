package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.Samples;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.EpisodePiece;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.mqtt.MqttConnection.Outbound;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the two ends promise over any MQTT 5 broker. */
abstract class LinkContract {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration BACKOFF = Duration.ofMillis(400);
  private static final Duration RESEND = Duration.ofMillis(300);

  private static final AtomicInteger ROBOTS = new AtomicInteger();

  @TempDir Path folder;
  final List<AutoCloseable> open = new ArrayList<>();
  SigningKey key;
  // Every test has its own robot, so that tests share a broker but nothing on it.
  String robot;
  Samples samples;

  abstract String brokerUri();

  @BeforeEach
  void makeKey() {
    key = SigningKey.loadOrCreate(folder.resolve("keys"));
    robot = "robot-" + ROBOTS.incrementAndGet();
    samples = new Samples(robot);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void aSnapshotAndAPlanArriveVerifiedAndWithTheDigestOfTheSignedMessage() {
    RecordingRobot robotSide = new RecordingRobot();
    robotEnd(robotSide);
    MqttLearnerEnd learner = learnerEnd(new RecordingLearner());
    learner.publish(samples.snapshot(2, 1));
    learner.publish(samples.plan(2));

    RecordingRobot.Received snapshot = await(robotSide.received);
    byte[] envelope =
        key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(samples.snapshot(2, 1)));
    assertThat(snapshot.message()).usingRecursiveComparison().isEqualTo(samples.snapshot(2, 1));
    assertThat(snapshot.digest()).isEqualTo(Digest.of(envelope));
    assertThat(await(robotSide.received).message()).isEqualTo(samples.plan(2));
    assertThat(robotSide.refused).isEmpty();
  }

  @Test
  void aRobotThatComesLateGetsEverySlotAndThePlanAndOnlyOnce() {
    MqttLearnerEnd learner = learnerEnd(new RecordingLearner());
    for (int slot = 0; slot < 40; slot++) {
      learner.publish(samples.snapshot(2, slot));
    }
    learner.publish(samples.plan(2));
    learner.close();
    RecordingRobot robotSide = new RecordingRobot();
    robotEnd(robotSide);
    for (int i = 0; i < 41; i++) {
      await(robotSide.received);
    }
    // A restarted learner publishes the same again; the robot is not bothered with it.
    MqttLearnerEnd restarted = learnerEnd(new RecordingLearner());
    for (int slot = 0; slot < 40; slot++) {
      restarted.publish(samples.snapshot(2, slot));
    }
    restarted.publish(samples.snapshot(3, 0));
    assertThat(await(robotSide.received).message())
        .usingRecursiveComparison()
        .isEqualTo(samples.snapshot(3, 0));
  }

  @Test
  void whatIsNotVouchedForIsRefusedWithItsReasonAndTheLinkGoesOn() {
    RecordingRobot robotSide = new RecordingRobot();
    robotEnd(robotSide);
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    MqttConnection intruder = client("intruder");
    Topics topics = new Topics(robot);
    byte[] payload = WireCodec.encode(samples.snapshot(2, 1));
    String slot = topics.snapshot(samples.snapshot(2, 1).version());
    SigningKey foreign = SigningKey.loadOrCreate(folder.resolve("foreign"));
    byte[] good = key.sign(SignedType.POLICY_SNAPSHOT, payload);
    byte[] tampered = good.clone();
    tampered[good.length / 2] ^= 1;

    publish(intruder, slot, foreign.sign(SignedType.POLICY_SNAPSHOT, payload));
    assertThat(await(robotSide.refused)).startsWith(slot).contains("is not trusted");
    SnapshotReport told = await(learnerSide.reports); // or it would wait and not know why
    assertThat(told.outcome()).isEqualTo(SnapshotReport.Outcome.REFUSED);
    assertThat(told.reason()).startsWith(slot).contains("is not trusted");
    assertThat(told.version()).isZero();
    publish(intruder, slot, tampered);
    assertThat(await(robotSide.refused)).contains("does not match the message");
    publish(intruder, topics.plan(), good);
    assertThat(await(robotSide.refused)).contains("no RolloutPlan");
    publish(intruder, topics.snapshot(7), good);
    assertThat(await(robotSide.refused)).contains("in a wrong slot");
    publish(intruder, slot, new byte[] {1, 2, 3});
    assertThat(await(robotSide.refused)).contains("not a protobuf message");
    assertThat(robotSide.received).isEmpty();

    publish(intruder, slot, good);
    assertThat(await(robotSide.received).message())
        .usingRecursiveComparison()
        .isEqualTo(samples.snapshot(2, 1));
  }

  @Test
  void episodesReportsAndStatusReachTheLearner() {
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    MqttRobotEnd robotEnd = robotEnd(new RecordingRobot());
    robotEnd.publish(samples.status(3));
    robotEnd.report(samples.report(17));
    // About 1.2 MB in 37 pieces, and a small one.
    robotEnd.deliver(samples.episode("large", 5000));
    robotEnd.deliver(samples.episode("small", 1));

    assertThat(await(learnerSide.episodes))
        .usingRecursiveComparison()
        .isEqualTo(samples.episode("large", 5000));
    assertThat(await(learnerSide.episodes).episodeId()).isEqualTo("small");
    assertThat(await(learnerSide.reports).version()).isEqualTo(17);
    assertThat(await(learnerSide.statuses)).isEqualTo(samples.status(3));
    until(() -> robotEnd.spooled() == 0, "receipts");
    assertThat(robotEnd.knownEpisodes(Samples.RUN)).containsExactlyInAnyOrder("large", "small");
    robotEnd.deliver(samples.episode("small", 1));
    assertThat(robotEnd.spooled()).isZero();
  }

  @Test
  void anEpisodeFinishedWhileTheLearnerIsAwayIsDeliveredOnceWhenItComes() {
    MqttRobotEnd robotEnd = robotEnd(new RecordingRobot());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      ids.add("e" + i);
      robotEnd.deliver(samples.episode("e" + i, 30));
    }
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    assertThat(takeAll(learnerSide, 12)).isEqualTo(ids);
    until(() -> robotEnd.spooled() == 0, "receipts");
    assertThat(learnerSide.episodes).isEmpty();
  }

  @Test
  void aLearnerWhoseStoreFailsGetsTheEpisodeAgain() {
    RecordingLearner learnerSide = new RecordingLearner();
    learnerSide.failuresLeft.set(2);
    learnerEnd(learnerSide);
    MqttRobotEnd robotEnd = robotEnd(new RecordingRobot());
    robotEnd.deliver(samples.episode("e", 30));
    assertThat(await(learnerSide.episodes).episodeId()).isEqualTo("e");
    until(() -> robotEnd.spooled() == 0, "receipt");
  }

  @Test
  void aLostReceiptLeadsToAnotherReceiptNotToAnotherEpisode() {
    // A learner that stores but whose receipts never leave: the robot's end is closed first.
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    Topics topics = new Topics(robot);
    MqttConnection bare = client("bare-robot");
    byte[] serialized = WireCodec.encode(samples.episode("e", 30));
    for (EpisodePiece piece : EpisodeAssemblerTest.cut("e", serialized, 4096)) {
      publish(bare, topics.episode(), WireCodec.encode(piece));
    }
    assertThat(await(learnerSide.episodes).episodeId()).isEqualTo("e");

    MqttRobotEnd robotEnd = robotEnd(new RecordingRobot());
    robotEnd.deliver(samples.episode("e", 30));
    until(() -> robotEnd.spooled() == 0, "the receipt of an episode known to the learner");
    assertThat(learnerSide.episodes).isEmpty();
  }

  @Test
  void aLineCutAgainAndAgainWhileEpisodesFlowLosesNoneAndDoublesNone() throws IOException {
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    CuttableLine line = new CuttableLine(brokerUri());
    open.add(line);
    RecordingRobot robotSide = new RecordingRobot();
    MqttRobotEnd robotEnd = robotEnd(robotSide, line.uri());
    Set<String> ids = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 5; i++) {
        ids.add(round + "." + i);
        robotEnd.deliver(samples.episode(round + "." + i, 500));
      }
      line.cut();
      await(robotSide.connected);
    }
    assertThat(takeAll(learnerSide, ids.size())).isEqualTo(ids);
    until(() -> robotEnd.spooled() == 0, "receipts");
    assertThat(learnerSide.episodes).isEmpty();
  }

  @Test
  void aRobotEndClosedAndOpenedAgainGoesOnWithItsSpool() {
    MqttRobotEnd first = robotEnd(new RecordingRobot());
    first.deliver(samples.episode("a", 30));
    first.deliver(samples.episode("b", 30));
    first.close();
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    MqttRobotEnd second = robotEnd(new RecordingRobot());
    assertThat(second.knownEpisodes(Samples.RUN)).containsExactlyInAnyOrder("a", "b");
    assertThat(takeAll(learnerSide, 2)).containsExactlyInAnyOrder("a", "b");
    until(() -> second.spooled() == 0, "receipts");
    second.close();
    MqttRobotEnd third = robotEnd(new RecordingRobot());
    assertThat(third.spooled()).isZero();
    assertThat(third.knownEpisodes(Samples.RUN)).containsExactlyInAnyOrder("a", "b");
    assertThat(learnerSide.episodes).isEmpty();
  }

  @Test
  void aWrongPieceIsRefusedToItsSenderAndNothingIsStored() {
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    BlockingQueue<byte[]> receipts = new LinkedBlockingQueue<>();
    Topics topics = new Topics(robot);
    MqttConnection bare = client("bare-robot", List.of(topics.receipt()), receipts);
    byte[] serialized = WireCodec.encode(samples.episode("e", 30));
    EpisodePiece good = EpisodeAssemblerTest.cut("e", serialized, 1 << 16).get(0);
    byte[] altered = serialized.clone();
    altered[serialized.length - 20] ^= 1;

    publish(
        bare,
        topics.episode(),
        WireCodec.encode(new EpisodePiece("e", good.digest(), 0, 1, altered)));
    var refusal = WireCodec.decodeReceipt(await(receipts));
    assertThat(refusal.accepted()).isFalse();
    assertThat(refusal.reason()).contains("digest");
    byte[] noEpisode = {1, 2, 3};
    publish(
        bare,
        topics.episode(),
        WireCodec.encode(new EpisodePiece("e", Digest.of(noEpisode), 0, 1, noEpisode)));
    assertThat(WireCodec.decodeReceipt(await(receipts)).reason()).contains("episode");
    assertThat(learnerSide.episodes).isEmpty();

    publish(bare, topics.episode(), WireCodec.encode(good));
    assertThat(WireCodec.decodeReceipt(await(receipts)).accepted()).isTrue();
    assertThat(await(learnerSide.episodes).episodeId()).isEqualTo("e");
  }

  @Test
  void theBrokerAnnouncesARobotThatVanishedAndARobotThatLeftInOrder() throws IOException {
    RecordingLearner learnerSide = new RecordingLearner();
    learnerEnd(learnerSide);
    CuttableLine line = new CuttableLine(brokerUri());
    open.add(line);
    MqttRobotEnd robotEnd = robotEnd(new RecordingRobot(), line.uri());
    robotEnd.publish(samples.status(1));
    assertThat(await(learnerSide.statuses).online()).isTrue();
    line.cut();
    RobotStatus gone = await(learnerSide.statuses);
    assertThat(gone.online()).isFalse();
    assertThat(gone.robot()).isEqualTo(robot);
    // It comes back by itself and says how it is.
    assertThat(await(learnerSide.statuses)).isEqualTo(samples.status(1));
    robotEnd.close();
    assertThat(await(learnerSide.statuses).online()).isFalse();
  }

  // ---- the ends ----

  LinkOptions options(LinkOptions defaults) {
    return defaults.withTimes(CONNECT, BACKOFF, RESEND);
  }

  MqttRobotEnd robotEnd(RecordingRobot listener) {
    return robotEnd(listener, brokerUri());
  }

  MqttRobotEnd robotEnd(RecordingRobot listener, String brokerUri) {
    EpisodeSpool spool =
        new EpisodeSpool(folder.resolve("spool"), new SpoolLimits(1000, 1L << 30, 0));
    TrustedKeys trusted =
        TrustedKeys.load(folder.resolve("keys").resolve(SigningKey.TRUSTED_FOLDER));
    MqttRobotEnd end =
        new MqttRobotEnd(options(LinkOptions.ofRobot(brokerUri, robot)), trusted, spool);
    open.add(end);
    end.start(listener);
    await(listener.connected);
    return end;
  }

  MqttLearnerEnd learnerEnd(RecordingLearner listener) {
    MqttLearnerEnd end =
        new MqttLearnerEnd(options(LinkOptions.ofLearner(brokerUri(), robot)), key);
    open.add(end);
    end.start(listener);
    return end;
  }

  /** Some other client of the broker. */
  MqttConnection client(String clientId) {
    return client(clientId, List.of("unused"), new LinkedBlockingQueue<>());
  }

  MqttConnection client(String clientId, List<String> filters, BlockingQueue<byte[]> received) {
    LinkOptions d = options(LinkOptions.ofRobot(brokerUri(), robot));
    LinkOptions named =
        new LinkOptions(
            d.brokerUri(),
            d.robot(),
            clientId,
            d.connectTimeout(),
            d.maxBackoff(),
            d.keepAlive(),
            Duration.ZERO,
            d.resendAfter(),
            d.chunkBytes());
    CountDownLatch connected = new CountDownLatch(1);
    MqttConnection connection =
        new MqttConnection(
            named,
            null,
            filters,
            new MqttConnection.Handler() {
              @Override
              public void connected() {
                connected.countDown();
              }

              @Override
              public void disconnected(String reason) {}

              @Override
              public void received(String topic, byte[] payload) {
                received.add(payload);
              }
            });
    open.add(() -> connection.close(null));
    connection.start();
    try {
      assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new LinkException("interrupted", e);
    }
    return connection;
  }

  void publish(MqttConnection from, String topic, byte[] payload) {
    from.execute(() -> from.send(new Outbound(topic, payload, 1, false, 0)));
  }

  // ---- waiting ----

  static <T> T await(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("something within 10 s").isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new LinkException("interrupted", e);
    }
  }

  static void until(BooleanSupplier met, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!met.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  static Set<String> takeAll(RecordingLearner learner, int count) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Episode episode = await(learner.episodes);
      assertThat(ids.add(episode.episodeId())).as(episode.episodeId() + " once").isTrue();
    }
    return ids;
  }
}
