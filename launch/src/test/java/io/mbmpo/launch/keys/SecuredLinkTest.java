package io.mbmpo.launch.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.mqtt.Topics;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.tls.TransportKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom a real Mosquitto with our configuration lets in, and what those are told whom it does not.
 */
class SecuredLinkTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Clock NOW = Clock.systemUTC();
  private static final Clock LONG_AGO = Clock.offset(NOW, Duration.ofDays(-700));
  private static final Clock NOBODY_SET = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final int NOT_AUTHORIZED = 0x87;

  @TempDir static Path root;
  private static Path keys;
  private static Path foreign;
  private static int port;
  private static SecuredBroker broker;

  @BeforeAll
  static void startBroker() throws IOException, InterruptedException {
    keys = root.resolve("keys");
    foreign = root.resolve("foreign");
    port = SecuredBroker.freePort();
    KeyFolder made = KeyFolder.create(keys, NOW, YEAR.multipliedBy(10));
    made.broker(List.of("localhost", "127.0.0.1"), port, YEAR);
    made.end(End.ROBOT, "go1", YEAR);
    made.end(End.LEARNER, "go1", YEAR);
    made.end(End.ROBOT, "other", YEAR);
    made.end(End.LEARNER, "other", YEAR);
    made.end(End.LEARNER, "lost", YEAR);
    made.revokeCertificates("learner-lost");
    KeyFolder.open(keys, LONG_AGO).end(End.LEARNER, "late", YEAR);
    made.end(End.WATCH, "go1", YEAR); // by today's clock again
    KeyFolder.create(foreign, NOW, YEAR).end(End.LEARNER, "go1", YEAR);
    broker = SecuredBroker.start(keys.resolve("broker"), port);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void aLearnerWithItsKeysIsLetIn() {
    connect(options("127.0.0.1", "go1", keys, NOW));
    connect(options("localhost", "go1", keys, NOW));
  }

  @Test
  void whoShowsNoCertificateIsRefusedWithAndWithoutTls() {
    assertThatThrownBy(() -> new Intruder(ssl("127.0.0.1"), "robot-go1", null, own("robot-go1")))
        .isInstanceOf(MqttException.class)
        .hasStackTraceContaining("certificate_required");
    assertThatThrownBy(() -> new Intruder("tcp://127.0.0.1:" + port, "robot-go1", null, null))
        .isInstanceOf(MqttException.class);
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNotTrustedAndTheLearnerIsToldSo() {
    refused(
        options("127.0.0.1", "go1", foreign, NOW),
        "the broker's certificate is not of our authority",
        foreign.resolve("learner-go1").resolve("ca.crt").toString(),
        "./mbmpo keys init");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefusedByTheBrokerAndBeforeByItsOwner() throws IOException {
    assertThatThrownBy(
            () ->
                new Intruder(
                    ssl("127.0.0.1"),
                    "learner-go1",
                    foreign.resolve("learner-go1"),
                    own("learner-go1")))
        .isInstanceOf(MqttException.class);
    Path mixed = copy(foreign.resolve("learner-go1"), "mixed");
    Files.delete(mixed.resolve("ca.crt"));
    Files.copy(own("learner-go1").resolve("ca.crt"), mixed.resolve("ca.crt"));
    assertThatThrownBy(() -> TransportKeys.load(mixed, NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("was not made by the authority")
        .hasMessageContaining("copy the whole folder");
  }

  @Test
  void anExpiredCertificateIsRefusedByTheBrokerAndBeforeByItsOwner() {
    assertThatThrownBy(() -> TransportKeys.load(own("learner-late"), NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("learner-late")
        .hasMessageContaining("expired on")
        .hasMessageContaining("./mbmpo keys learner late");
    assertThatThrownBy(() -> TransportKeys.load(own("learner-go1"), NOBODY_SET))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("this machine's clock says 1970-01-01T00:00:00Z: set the clock");
    // A machine whose clock is two years late tries.
    refused(
        options("127.0.0.1", "late", keys, LONG_AGO),
        "the broker refuses our certificate (learner-late): it has expired",
        "this machine's clock says 20",
        "./mbmpo keys learner late");
  }

  @Test
  void aRevokedCertificateIsRefusedByTheBroker() {
    refused(
        options("127.0.0.1", "lost", keys, NOW),
        "the broker refuses our certificate (learner-lost): it was revoked",
        "./mbmpo keys learner lost");
  }

  @Test
  void aRevokedBrokerIsRefusedByWhoHasTheNewList() throws IOException {
    Path later = root.resolve("later");
    copyAll(keys, later);
    KeyFolder.open(later, NOW).revokeCertificates("broker");
    refused(
        options("127.0.0.1", "go1", later, NOW),
        "the broker's certificate was revoked",
        "./mbmpo keys broker");
  }

  @Test
  void aBrokerUnderAnotherNameThanItsCertificatesIsRefused() {
    refused(
        options("127.0.0.2", "go1", keys, NOW),
        "the broker's certificate is not for host 127.0.0.2",
        "./mbmpo keys broker 127.0.0.2");
  }

  @Test
  void whatSpeaksNoTlsIsCalledSo() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> babble = CompletableFuture.runAsync(() -> babble(server));
      LinkOptions options =
          quick(LinkOptions.ofLearner("ssl://127.0.0.1:" + server.getLocalPort(), "go1"))
              .withTransport(TransportKeys.load(own("learner-go1"), NOW));
      refused(options, "speaks no TLS", "./mbmpo keys mosquitto");
      assertThat(babble).isNotCompletedExceptionally();
    }
  }

  @Test
  void aRobotIsNotGivenAnothersKeys() {
    TransportKeys others = TransportKeys.load(own("robot-other"), NOW);
    assertThatThrownBy(() -> LinkOptions.ofRobot(ssl("127.0.0.1"), "go1").withTransport(others))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("robot-other")
        .hasMessageContaining("robot-go1");
  }

  @Test
  void aRobotNeitherReadsNorWritesWhatIsAnothers() throws Exception {
    Topics go1 = new Topics("go1");
    Topics other = new Topics("other");
    try (Intruder robot = intruder("robot-other", "robot-other");
        Intruder learner = intruder("learner-go1", "learner-go1");
        Intruder ownLearner = intruder("learner-other", "learner-other")) {
      assertThat(robot.publish(go1.episode(), new byte[] {1}, false)).isEqualTo(NOT_AUTHORIZED);
      assertThat(robot.publish(go1.status(), new byte[] {1}, true)).isEqualTo(NOT_AUTHORIZED);
      assertThat(robot.publish(other.plan(), new byte[] {1}, true)).isEqualTo(NOT_AUTHORIZED);
      assertThat(robot.publish(other.episode(), new byte[] {1}, false)).isLessThan(0x80);

      robot.subscribe("#");
      assertThat(learner.publish(go1.receipt(), new byte[] {2}, false)).isLessThan(0x80);
      assertThat(ownLearner.publish(other.receipt(), new byte[] {3}, false)).isLessThan(0x80);
      Intruder.Heard first = robot.heard.poll(10, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(first.topic()).isEqualTo(other.receipt());
    }
  }

  @Test
  void nobodyTakesTheSessionOfAnotherByCallingItselfSo() throws Exception {
    try (Intruder robot = intruder("robot-go1", "robot-go1");
        Intruder thief = intruder("robot-other", "robot-go1")) {
      assertThat(thief.isConnected()).isTrue();
      assertThat(robot.publish(new Topics("go1").episode(), new byte[] {1}, false))
          .isLessThan(0x80);
    }
  }

  @Test
  void anOnlookerWritesNothing() throws Exception {
    try (Intruder onlooker = intruder("watch-go1", "watch-go1")) {
      Topics topics = new Topics("go1");
      for (String topic :
          List.of(topics.plan(), topics.snapshot(0), topics.episode(), topics.status())) {
        assertThat(onlooker.publish(topic, new byte[] {1}, false)).isEqualTo(NOT_AUTHORIZED);
      }
    }
  }

  @Test
  void keysThatOthersMayReadOrThatDoNotBelongTogetherAreRefused() throws IOException {
    Path open = copy(own("learner-go1"), "open");
    Files.setPosixFilePermissions(
        open.resolve("transport.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> TransportKeys.load(open, NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("chmod 600 " + open.resolve("transport.key"));
    Path mixed = copy(own("learner-go1"), "mixed-pair");
    Files.delete(mixed.resolve("transport.key"));
    Files.copy(own("learner-other").resolve("transport.key"), mixed.resolve("transport.key"));
    assertThatThrownBy(() -> TransportKeys.load(mixed, NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("do not belong together");
    Path cut = copy(own("learner-go1"), "cut");
    Files.writeString(cut.resolve("transport.crt"), "-----BEGIN CERTIFICATE-----\nMIIB");
    assertThatThrownBy(() -> TransportKeys.load(cut, NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(cut.resolve("transport.crt") + " is no certificate");
    assertThatThrownBy(() -> TransportKeys.load(root.resolve("learner-none"), NOW))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("transport.crt is missing")
        .hasMessageContaining("./mbmpo keys");
  }

  private static void babble(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        out.write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        int unused = socket.getInputStream().read();
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private static void refused(LinkOptions options, String... said) {
    assertThatThrownBy(() -> connect(options))
        .isInstanceOf(LinkException.class)
        .hasMessageContainingAll(said)
        .hasMessageContaining(options.brokerUri())
        .message()
        .doesNotContain("is it running");
  }

  private static void connect(LinkOptions options) {
    SigningKey unused = SigningKey.loadOrCreate(root.resolve("signing"));
    try (MqttLearnerEnd end = new MqttLearnerEnd(options, unused)) {
      end.start(new Deaf());
    }
  }

  private static LinkOptions options(String host, String robot, Path folder, Clock clock) {
    return quick(LinkOptions.ofLearner(ssl(host), robot))
        .withTransport(TransportKeys.load(folder.resolve("learner-" + robot), clock));
  }

  private static LinkOptions quick(LinkOptions options) {
    return options.withTimes(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1));
  }

  private static Intruder intruder(String certificate, String clientId) throws Exception {
    return new Intruder(ssl("127.0.0.1"), clientId, own(certificate), own(certificate));
  }

  private static String ssl(String host) {
    return "ssl://" + host + ":" + port;
  }

  private static Path own(String identity) {
    return keys.resolve(identity);
  }

  private static Path copy(Path folder, String name) throws IOException {
    Path copy = root.resolve(name);
    copyAll(folder, copy);
    return copy;
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : (Iterable<Path>) all::iterator) {
        Files.copy(
            one, to.resolve(from.relativize(one).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Listens to nothing. */
  private static final class Deaf implements LearnerEnd.Listener {
    @Override
    public void episodeReceived(Episode episode) {}

    @Override
    public void snapshotReported(SnapshotReport report) {}

    @Override
    public void robotStatusChanged(RobotStatus status) {}

    @Override
    public void connectionChanged(boolean connected, String reason) {}
  }
}
