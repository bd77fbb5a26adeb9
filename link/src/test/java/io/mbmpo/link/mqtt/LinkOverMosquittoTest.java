package io.mbmpo.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkOverMosquittoTest extends LinkContract {
  @TempDir static Path brokerFolder;
  private static MosquittoBroker broker;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = MosquittoBroker.start(brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  String brokerUri() {
    return broker.uri();
  }

  @Test
  void aBrokerKilledAndRestartedCostsNoEpisodeAndDoublesNone() throws IOException {
    RecordingRobot robotSide = new RecordingRobot();
    RecordingLearner learnerSide = new RecordingLearner();
    MqttLearnerEnd learner = learnerEnd(learnerSide);
    await(learnerSide.connected);
    MqttRobotEnd robotEnd = robotEnd(robotSide);
    Set<String> ids = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        ids.add("e" + round + "." + i);
        robotEnd.deliver(samples.episode("e" + round + "." + i, 200));
      }
      broker.kill();
      assertThat(await(robotSide.lost)).contains(broker.uri());
      await(learnerSide.lost);
      robotEnd.deliver(samples.episode("away" + round, 200));
      ids.add("away" + round);
      learner.publish(samples.snapshot(round, round + 1));
      broker.restart();
      await(robotSide.connected);
      await(learnerSide.connected);
    }
    assertThat(takeAll(learnerSide, ids.size())).isEqualTo(ids);
    until(() -> robotEnd.spooled() == 0, "receipts");
    assertThat(learnerSide.episodes).isEmpty();
    // Published while the broker was away, so only after it came back.
    Set<Object> iterations = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      iterations.add(((PolicySnapshot) await(robotSide.received).message()).iteration());
    }
    assertThat(iterations).containsExactlyInAnyOrder(0, 1, 2);
  }
}
