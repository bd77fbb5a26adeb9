package io.mbmpo.launch.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.launch.doctor.Verdict.Level;
import io.mbmpo.launch.keys.End;
import io.mbmpo.launch.keys.KeyFolder;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.robotconfigs.RealTimeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine and its link. */
class MachineChecksTest {
  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

  @TempDir private Path folder;
  private Path keys;

  @BeforeEach
  void makeKeys() {
    keys = folder.resolve("keys");
    KeyFolder made = KeyFolder.create(keys, at(NOW), Duration.ofDays(400));
    made.end(End.LEARNER, "go1", Duration.ofDays(100));
    made.end(End.ROBOT, "go1", Duration.ofDays(100));
  }

  private static Clock at(Instant when) {
    return Clock.fixed(when, ZoneOffset.UTC);
  }

  /** Grants what it is told to. */
  private record Granting(Optional<String> preferring, Optional<String> locking)
      implements OperatingSystem {
    @Override
    public Map<Integer, String> threads() {
      return Map.of();
    }

    @Override
    public int currentThread() {
      return 1;
    }

    @Override
    public Optional<String> prefer(int thread, int priority) {
      return preferring;
    }

    @Override
    public Optional<String> bind(int cpu) {
      return Optional.empty();
    }

    @Override
    public Optional<String> lockMemory() {
      return locking;
    }

    @Override
    public Wakefulness stayAwake() {
      return new Wakefulness(() -> {}, Optional.empty());
    }
  }

  private static Verdict rights(Optional<String> preferring, Optional<String> locking) {
    RealTimeConfig asked = Told.GO1.onboard().realTime();
    return new RealTimeCheck(asked, new Granting(preferring, locking)).get();
  }

  @Test
  void missingRightsAreAFaultWithTheLinesThatGrantThem() {
    Verdict verdict = rights(Optional.of("sched_setscheduler: not permitted"), Optional.empty());
    assertThat(verdict.line())
        .startsWith("FAULT")
        .contains("real-time rights", "not permitted", "rtprio 95", "limits.d");
    assertThat(rights(Optional.empty(), Optional.of("mlockall: no memory")).level())
        .isEqualTo(Level.WARN);
    assertThat(rights(Optional.empty(), Optional.empty()).level()).isEqualTo(Level.OK);
  }

  @Test
  void aFullDiskIsAFaultAndALittleRoomAWarning() {
    Path runs = folder.resolve("runs");
    assertThat(new DiskCheck(runs, at -> 20_000_000L).get().line())
        .startsWith("FAULT")
        .contains("0.0 GB free in runs");
    assertThat(new DiskCheck(runs, at -> 2_000_000_000L).get().level()).isEqualTo(Level.WARN);
    assertThat(new DiskCheck(runs, at -> 90_000_000_000L).get().level()).isEqualTo(Level.OK);
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void runsThatCannotBeWrittenAreAFault() throws IOException {
    Path file = Files.writeString(folder.resolve("runs"), "a file where the folder should be");
    assertThat(new DiskCheck(file, at -> 90_000_000_000L).get().line())
        .startsWith("FAULT")
        .contains("cannot write in " + file);
  }

  @Test
  void keysThatCountAreSound() {
    Verdict verdict = new KeysCheck(keys, "go1", at(NOW)).get();
    assertThat(verdict.line())
        .startsWith("ok")
        .contains("robot-go1 counts 100 more days", "1 sign");
  }

  @Test
  void aCertificateThatRunsOutSoonIsAWarningAndOneThatHasAFault() {
    assertThat(new KeysCheck(keys, "go1", at(NOW.plus(Duration.ofDays(80)))).get().level())
        .isEqualTo(Level.WARN);
    assertThat(new KeysCheck(keys, "go1", at(NOW.plus(Duration.ofDays(101)))).get().line())
        .startsWith("FAULT")
        .contains("keys", "expired");
  }

  @Test
  void aRevokedCertificateIsAFault() {
    KeyFolder.open(keys, at(NOW)).revokeCertificates("robot-go1");
    assertThat(new KeysCheck(keys, "go1", at(NOW.plusSeconds(60))).get().line())
        .startsWith("FAULT")
        .contains("robot-go1 was revoked", "./mbmpo keys robot go1");
  }

  @Test
  void keysOfAnotherRobotDoNotServe() {
    assertThat(new KeysCheck(keys, "anymal_c", at(NOW)).get().line())
        .startsWith("FAULT")
        .contains("./mbmpo keys robot anymal_c");
  }

  @Test
  void aBrokerThatIsThereIsFoundAndOneThatIsNotIsAFault() throws IOException {
    int port;
    try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = broker.getLocalPort();
      assertThat(broker(port).get().line()).startsWith("ok").contains("answers; without TLS");
    }
    assertThat(broker(port).get().line())
        .startsWith("FAULT")
        .contains("nobody answers at tcp://127.0.0.1:" + port, "./mbmpo broker");
  }

  private static BrokerCheck broker(int port) {
    return new BrokerCheck(BrokerAccess.loopback("tcp://127.0.0.1:" + port), "go1");
  }

  @Test
  void withoutABrokerNothingIsClaimedOfIt() {
    assertThat(new BrokerCheck(null, "go1").get().level()).isEqualTo(Level.NOTE);
    assertThat(new KeysCheck(null, "go1", at(NOW)).get().level()).isEqualTo(Level.NOTE);
  }
}
