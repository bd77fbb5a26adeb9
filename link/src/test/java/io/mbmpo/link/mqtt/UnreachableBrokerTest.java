package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.Samples;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.spool.EpisodeSpool;
import io.mbmpo.link.spool.SpoolLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnreachableBrokerTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void theLearnerSaysInTimeWhichBrokerItCannotReach() throws IOException {
    String uri = "tcp://127.0.0.1:" + freePort();
    long before = System.nanoTime();
    assertThatThrownBy(() -> startLearner(uri))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("cannot reach broker " + uri)
        .hasMessageContaining("refused")
        .hasMessageContaining("is it running?")
        .hasMessageContaining("--broker");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.multipliedBy(4));
  }

  @Test
  void aPortThatAcceptsButNeverAnswersIsGivenUpInTime() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long before = System.nanoTime();
      assertThatThrownBy(() -> startLearner("tcp://127.0.0.1:" + mute.getLocalPort()))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("no answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.multipliedBy(6));
    }
  }

  @Test
  void theRobotKeepsTryingSaysSoAndStillKeepsEpisodes() throws Exception {
    try (MosquittoBroker broker = MosquittoBroker.start(folder.resolve("broker"))) {
      broker.kill();
      RecordingRobot robotSide = new RecordingRobot();
      SigningKey.loadOrCreate(folder);
      try (MqttRobotEnd end =
          new MqttRobotEnd(
              LinkOptions.ofRobot(broker.uri(), Samples.GO1.robot())
                  .withTimes(SHORT, Duration.ofMillis(200), SHORT),
              TrustedKeys.load(folder.resolve(SigningKey.TRUSTED_FOLDER)),
              new EpisodeSpool(folder.resolve("spool"), new SpoolLimits(10, 1 << 20, 0)))) {
        end.start(robotSide);
        end.deliver(Samples.GO1.episode("e", 3));
        for (int i = 0; i < 5; i++) {
          assertThat(LinkContract.await(robotSide.lost)).contains(broker.uri()).contains("refused");
        }
        assertThat(end.spooled()).isOne();
        broker.restart();
        assertThat(LinkContract.await(robotSide.connected)).contains(broker.uri());
      }
    }
  }

  @Test
  void failedAttemptsLeaveNoThreadsBehind() throws IOException {
    String uri = "tcp://127.0.0.1:" + freePort();
    RecordingRobot robotSide = new RecordingRobot();
    SigningKey.loadOrCreate(folder);
    try (MqttRobotEnd end =
        new MqttRobotEnd(
            LinkOptions.ofRobot(uri, Samples.GO1.robot())
                .withTimes(SHORT, Duration.ofMillis(20), SHORT),
            TrustedKeys.load(folder.resolve(SigningKey.TRUSTED_FOLDER)),
            new EpisodeSpool(folder.resolve("spool"), SpoolLimits.DEFAULT))) {
      end.start(robotSide);
      for (int i = 0; i < 5; i++) {
        LinkContract.await(robotSide.lost);
      }
      int early = Thread.activeCount();
      for (int i = 0; i < 40; i++) {
        LinkContract.await(robotSide.lost);
      }
      LinkContract.until(() -> Thread.activeCount() <= early + 4, "threads of failed attempts");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefusedAtOnce() {
    for (String bad :
        new String[] {"", "localhost", "http://a:1", "tcp://a", "tcp://a:0", "tcp:// "}) {
      assertThatThrownBy(() -> LinkOptions.ofRobot(bad, Samples.GO1.robot()))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("broker address is '" + bad + "'");
    }
    assertThatThrownBy(() -> LinkOptions.ofRobot("tcp://a:1", "go1/+"))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("robot name is 'go1/+'");
  }

  private void startLearner(String uri) {
    try (MqttLearnerEnd end =
        new MqttLearnerEnd(
            LinkOptions.ofLearner(uri, Samples.GO1.robot())
                .withTimes(SHORT, Duration.ofMillis(200), SHORT),
            SigningKey.loadOrCreate(folder))) {
      end.start(new RecordingLearner());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
