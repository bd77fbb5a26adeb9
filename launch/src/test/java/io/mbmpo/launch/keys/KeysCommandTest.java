package io.mbmpo.launch.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.command.KeysCommand;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.Place;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.link.tls.TransportKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./mbmpo keys}, as a person types it; no broker needed. */
class KeysCommandTest {
  private static final byte[] PAYLOAD = {1, 2, 3};

  @TempDir Path root;
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void eachMachineGetsItsFolderAndNobodyElseMayReadIt() throws IOException {
    types("init");
    types("broker", "broker.lab", "10.0.0.5");
    assertThat(types("robot", "go1")).contains("copy keys/robot-go1 to keys/ of the project");
    types("learner", "go1");
    assertThat(keys()).isDirectoryContaining("glob:**/{ca,broker,robot-go1,learner-go1}");
    try (Stream<Path> all = Files.walk(keys())) {
      for (Path one : (Iterable<Path>) all::iterator) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
        if (Files.isDirectory(one)) {
          assertThat(mode).as(one.toString()).isEqualTo("rwx------");
        } else if (!one.toString().endsWith(".pub")) {
          assertThat(mode).as(one.toString()).isEqualTo("rw-------");
        }
      }
    }
    // Only the learner can sign, and only the authority can make certificates.
    assertThat(keys().resolve("robot-go1")).isDirectoryNotContaining("glob:**/*ed25519*");
    for (String machine : List.of("broker", "robot-go1", "learner-go1")) {
      assertThat(keys().resolve(machine)).isDirectoryNotContaining("glob:**/ca.key");
    }
  }

  @Test
  void theListSaysWhatCountsForHowManyDays() {
    types("init", "--days", "1000");
    types("broker", "broker.lab", "10.0.0.5");
    types("robot", "go1", "--days", "40");
    types("learner", "go1");
    types("watch", "go1", "--days", "5");
    now = now.plus(Duration.ofDays(20));
    types("revoke", "learner-go1");
    assertThat(types("list").lines())
        .anyMatch(line -> line.matches("Keys in keys; .* until 2032-09-27, 980 more days"))
        .anyMatch(
            line ->
                line.matches(
                    "broker +counts +2031-01-01 +345 +[0-9a-f]{16} for broker.lab, 10.0.0.5"))
        .anyMatch(line -> line.matches("robot-go1 +counts +2030-02-10 +20 .*make another in time"))
        .anyMatch(line -> line.matches("learner-go1 +revoked +2031-01-01 +- .*on 2030-01-21"))
        .anyMatch(line -> line.matches("watch-go1 +expired +2030-01-06 +- .*"))
        .anyMatch(line -> line.matches("[0-9a-f]{16} +current +go1"));
  }

  @Test
  void aCertificateNeverOutlivesItsAuthority() {
    types("init", "--days", "10");
    types("robot", "go1");
    assertThat(types("list").lines())
        .anyMatch(line -> line.matches("robot-go1 +counts +2030-01-11 +10 .*"));
  }

  @Test
  void anExchangedSigningKeyCountsUntilItIsRevokedAndThenNeverAgain() throws IOException {
    types("init");
    types("learner", "go1");
    types("robot", "go1");
    SigningKey former = SigningKey.load(keys().resolve("learner-go1"));
    byte[] old = former.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, old)).isEqualTo(PAYLOAD);
    assertThat(fails("revoke", former.id())).contains("first: ./mbmpo keys rotate go1");

    String said = types("rotate", "go1");
    SigningKey current = SigningKey.load(keys().resolve("learner-go1"));
    assertThat(current.id()).isNotEqualTo(former.id());
    assertThat(said)
        .containsSubsequence(
            "1. copy keys/robot-go1", "2. copy keys/learner-go1", "keys revoke " + former.id());
    byte[] fresh = current.sign(SignedType.POLICY_SNAPSHOT, PAYLOAD);
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, old)).isEqualTo(PAYLOAD);
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, fresh)).isEqualTo(PAYLOAD);
    assertThat(types("list").lines())
        .anyMatch(line -> line.startsWith(former.id()) && line.contains("former"));

    assertThat(types("revoke", former.id())).contains("copy keys/robot-go1 to the robot");
    assertThat(trusted().verify(SignedType.POLICY_SNAPSHOT, fresh)).isEqualTo(PAYLOAD);
    assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, old))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("signing key " + former.id() + " was revoked");
    // Putting it back among the trusted does not help.
    former.trustIn(keys().resolve("robot-go1").resolve(SigningKey.TRUSTED_FOLDER));
    assertThatThrownBy(() -> trusted().verify(SignedType.POLICY_SNAPSHOT, old))
        .hasMessageContaining("was revoked");
    assertThat(fails("revoke", "0123456789abcdef")).contains("no robot trusts");
  }

  @Test
  void makingALearnersCertificateAnewLeavesItsSigningKey() {
    types("init");
    types("learner", "go1");
    String before = SigningKey.load(keys().resolve("learner-go1")).id();
    types("learner", "go1");
    assertThat(SigningKey.load(keys().resolve("learner-go1")).id()).isEqualTo(before);
  }

  @Test
  void whoIsRevokedIsOutOfTheRulesAndInWithANewCertificate() throws IOException {
    types("init");
    types("robot", "go1");
    types("robot", "anymal_c");
    assertThat(rules()).contains("user robot-go1\n", "topic write mbmpo/v1/go1/episode");
    assertThat(types("revoke", "robot-go1"))
        .contains("revoked 1 certificate", "keys/broker/ca.crl");
    assertThat(rules()).doesNotContain("go1").contains("user robot-anymal_c");
    assertThat(fails("revoke", "robot-go2")).contains("nothing was made for 'robot-go2'");
    now = now.plus(Duration.ofDays(1));
    types("robot", "go1");
    assertThat(rules()).contains("user robot-go1\n");
    TransportKeys fresh = TransportKeys.load(keys().resolve("robot-go1"), clock());
    assertThat(fresh.identity()).isEqualTo("robot-go1");
    assertThat(fresh.expiry()).isEqualTo(now.plus(Duration.ofDays(365)));
  }

  @Test
  void aSecondAuthorityDoesNotReplaceTheFirst() {
    types("init");
    assertThat(fails("init")).contains("has an authority already", "--keys");
  }

  @Test
  void whatCannotBeMadeIsRefusedWithTheReason() throws IOException {
    assertThat(fails("robot", "go1")).contains("no authority", "./mbmpo keys init");
    types("init");
    assertThat(fails("robot", "go1/+")).contains("robot is 'go1/+'");
    assertThat(fails("robot", "a".repeat(57))).contains("1 to 56");
    assertThat(fails("broker", "a b")).contains("host is 'a b'");
    assertThat(fails("broker", "h", "--port", "0")).contains("--port is 0");
    assertThat(fails("robot", "go1", "--days", "0")).contains("--days is 0");
    assertThat(fails("rotate", "go1")).contains("no signing key for robot go1");
    assertThat(fails("mosquitto")).contains("./mbmpo keys broker HOST");
    Files.setPosixFilePermissions(
        keys().resolve("ca").resolve("ca.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(fails("robot", "go1")).contains("is open to others", "chmod 600");
  }

  @Test
  void anExpiredAuthorityMakesNothingMore() {
    types("init", "--days", "10");
    now = now.plus(Duration.ofDays(11));
    assertThat(fails("robot", "go1")).contains("expired on 2030-01-11", "./mbmpo keys init");
  }

  @Test
  void mosquittoIsStartedInItsFolder() {
    types("init");
    types("broker", "localhost");
    assertThat(types("mosquitto"))
        .contains("cd keys/broker && mosquitto -c mosquitto.conf", "systemctl restart mosquitto");
  }

  private String types(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(run(out, err, arguments)).as(err.toString()).isEqualTo(ExitCodes.OK);
    return out.toString();
  }

  private String fails(String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(run(new StringWriter(), err, arguments)).isNotEqualTo(ExitCodes.OK);
    assertThat(err.toString().lines()).as("one sentence").hasSize(1);
    return err.toString();
  }

  private int run(StringWriter out, StringWriter err, String... arguments) {
    return new CommandLine(new KeysCommand(new Place(root), clock()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> ExitCodes.report(thrown, new PrintWriter(err, true)))
        .execute(arguments);
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Path keys() {
    return root.resolve("keys");
  }

  private String rules() throws IOException {
    return Files.readString(keys().resolve("broker").resolve("acl"));
  }

  private TrustedKeys trusted() {
    return TrustedKeys.load(keys().resolve("robot-go1").resolve(SigningKey.TRUSTED_FOLDER));
  }
}
