package io.mbmpo.launch.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.launch.doctor.Doctor;
import io.mbmpo.launch.doctor.Verdict;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a robot's keys at a real Mosquitto. */
class SecuredDoctorTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Clock NOW = Clock.systemUTC();
  private static final RobotConfig CONFIG =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));

  @TempDir static Path root;
  private static int port;
  private static SecuredBroker broker;

  @BeforeAll
  static void startBroker() throws IOException, InterruptedException {
    port = SecuredBroker.freePort();
    KeyFolder made = KeyFolder.create(root.resolve("keys"), NOW, YEAR);
    made.broker(List.of("localhost"), port, YEAR);
    made.end(End.LEARNER, "go1", YEAR);
    made.end(End.ROBOT, "go1", YEAR);
    KeyFolder.create(root.resolve("foreign"), NOW, YEAR).end(End.LEARNER, "go1", YEAR);
    KeyFolder.open(root.resolve("foreign"), NOW).end(End.ROBOT, "go1", YEAR);
    broker = SecuredBroker.start(root.resolve("keys/broker"), port);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  private static List<String> lines(String keys) {
    OperatingSystem granting = mock(OperatingSystem.class);
    when(granting.stayAwake())
        .thenReturn(new OperatingSystem.Wakefulness(() -> {}, Optional.empty()));
    BrokerAccess access = new BrokerAccess("ssl://localhost:" + port, root.resolve(keys), false);
    return Doctor.machine(CONFIG, granting, root.resolve("runs"), access, access.keys(), NOW)
        .stream()
        .filter(verdict -> List.of("keys", "broker").contains(verdict.what()))
        .map(Verdict::line)
        .toList();
  }

  @Test
  void keysOfOneAuthorityAreFoundSoundOnBothSides() {
    List<String> lines = lines("keys");
    assertThat(lines.get(0)).startsWith("ok").contains("robot-go1 counts 36");
    assertThat(lines.get(1)).startsWith("ok").contains("TLS with both certificates");
  }

  @Test
  void keysOfAnotherAuthorityAreAFaultThatSaysSo() {
    List<String> lines = lines("foreign");
    assertThat(lines.get(0)).startsWith("ok"); // in themselves
    assertThat(lines.get(1)).startsWith("FAULT").contains("broker", "not of our authority");
  }
}
