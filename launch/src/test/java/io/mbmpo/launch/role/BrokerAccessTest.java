package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.keys.End;
import io.mbmpo.launch.keys.KeyFolder;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAccessTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:1883",
        "tcp://localhost:1883",
        "tcp://127.3.2.1:1",
        "tcp://[::1]:1"
      })
  void onThisMachineTlsIsNotAskedFor(String uri) {
    assertThat(BrokerAccess.loopback(uri).robot("go1").transport()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://10.0.0.5:1883",
        "tcp://broker.lab:1883",
        "tcp://0.0.0.0:1883",
        "tcp://localhost.evil.org:1883",
        "tcp://[2001:db8::1]:1883"
      })
  void offThisMachineWithoutTlsIsRefusedUnlessItIsMeant(String uri) {
    assertThatThrownBy(() -> new BrokerAccess(uri, null, false))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("broker " + uri + " is not on this machine")
        .hasMessageContaining("ssl://")
        .hasMessageContaining("--insecure");
    assertThat(new BrokerAccess(uri, null, true).learner("go1").brokerUri()).isEqualTo(uri);
  }

  @Test
  void tlsNeedsKeysAndTheFolderOfTheRightName() {
    assertThatThrownBy(() -> new BrokerAccess("ssl://broker.lab:8883", null, true))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("--keys");
    BrokerAccess access = new BrokerAccess("ssl://broker.lab:8883", root, false);
    assertThatThrownBy(() -> access.robot("go1"))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(root.resolve("robot-go1").resolve("transport.crt") + " is missing")
        .hasMessageContaining("./mbmpo keys");
  }

  @Test
  void withKeysTheLearnerSignsWithTheirsAndTheRunCanBeCheckedAlone() {
    KeyFolder made = KeyFolder.create(root.resolve("keys"), Clock.systemUTC(), YEAR);
    made.end(End.ROBOT, "go1", YEAR);
    made.end(End.LEARNER, "go1", YEAR);
    made.end(End.WATCH, "go1", YEAR);
    BrokerAccess access = new BrokerAccess("ssl://broker.lab:8883", made.path(), false);
    assertThat(access.robot("go1").transport().identity()).isEqualTo("robot-go1");
    assertThat(access.learner("go1").transport().identity()).isEqualTo("learner-go1");
    assertThat(access.spectator("go1").transport().identity()).isEqualTo("watch-go1");

    RunFolder run =
        RunFolder.create(
            root.resolve("runs"), "go1", 1, Instant.EPOCH, "none", List.of(), Map.of());
    SigningKey key = access.signingKey(run, "go1");
    byte[] signed = key.sign(SignedType.ROLLOUT_PLAN, new byte[] {7});
    assertThat(access.trusted(run, "go1").verify(SignedType.ROLLOUT_PLAN, signed))
        .containsExactly(7);
    assertThat(
            TrustedKeys.load(run.keys().resolve("trusted")).verify(SignedType.ROLLOUT_PLAN, signed))
        .containsExactly(7);
    assertThat(run.keys()).isDirectoryNotContaining("glob:**/*.key");
  }

  @Test
  void childProcessesAreToldTheSame() {
    assertThat(BrokerAccess.loopback("tcp://127.0.0.1:1").arguments())
        .containsExactly("--broker", "tcp://127.0.0.1:1");
    assertThat(new BrokerAccess("tcp://h:1", root, true).arguments())
        .containsExactly("--broker", "tcp://h:1", "--keys", root.toString(), "--insecure");
  }
}
