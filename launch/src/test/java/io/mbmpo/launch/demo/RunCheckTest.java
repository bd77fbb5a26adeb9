package io.mbmpo.launch.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.mbmpo.controller.rollout.ReportLog;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a run folder, and the controller's record that it goes by. */
class RunCheckTest {
  @TempDir Path runs;
  private RunFolder run;
  private SigningKey key;

  @BeforeEach
  void aRun() {
    run = RunFolder.create(runs, "go1", 1, Instant.EPOCH, "abc", List.of(), Map.of());
    key = SigningKey.loadOrCreate(run.keys());
    new TransitionStore(run.episodes()).close();
  }

  /** One adapted policy of an iteration, and what became of it. */
  private Path policy(int iteration, int task, boolean activated, boolean ran) throws IOException {
    long version = 100L * iteration + task + 1;
    PolicySnapshot snapshot =
        new PolicySnapshot(
            run.name(),
            "go1",
            "c0ffee",
            version,
            iteration,
            PolicySnapshot.Role.ADAPTED,
            task,
            new int[] {1, 1},
            new float[3],
            new float[1],
            new float[] {1},
            new float[1],
            new float[] {1});
    byte[] bytes = key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(snapshot));
    Path file = run.snapshots().resolve(iteration + "." + task + ".snapshot");
    Files.write(file, bytes);
    if (activated) {
      report(version, bytes, Outcome.ACTIVATED, "");
    }
    if (ran) {
      try (TransitionStore store = new TransitionStore(run.episodes())) {
        store.add(
            new Episode(
                "e-" + version,
                run.name(),
                "go1",
                "c0ffee",
                iteration,
                version,
                Digest.of(bytes),
                Exploration.GAUSSIAN,
                1,
                new float[2],
                new float[1],
                1,
                1,
                false,
                "horizon",
                0,
                0.02));
      }
    }
    return file;
  }

  private RobotEnd report(long version, byte[] bytes, Outcome outcome, String reason) {
    RobotEnd link = mock(RobotEnd.class);
    SnapshotReport report =
        new SnapshotReport(run.name(), version, Digest.of(bytes), outcome, reason);
    new ReportLog(link, run.activations()).report(report);
    verify(link).report(report);
    return link;
  }

  private RunCheck.Result check() {
    return new RunCheck(run).check();
  }

  @Test
  void anIterationCountsWhenEveryPolicyWasActivatedAndCameBack() throws IOException {
    for (int iteration = 1; iteration <= 2; iteration++) {
      policy(iteration, 0, true, true);
      policy(iteration, 1, true, true);
    }
    assertThat(check()).isEqualTo(new RunCheck.Result(2, 4, 4, List.of()));
  }

  @Test
  void aPolicyThatTheControllerDoesNotRecordIsNoClosedLoop() throws IOException {
    policy(1, 0, true, true);
    policy(1, 1, false, true);
    assertThat(check().closed()).isZero();
    assertThat(check().problems())
        .containsExactly("iteration 1: not every adapted policy came back");
  }

  @Test
  void aPolicyThatNoEpisodeNamesIsNoClosedLoop() throws IOException {
    policy(1, 0, true, true);
    policy(1, 1, true, false);
    assertThat(check().closed()).isZero();
    assertThat(check().problems()).hasSize(1);
  }

  @Test
  void aSetThatWasNeverRunIsNoProblem() throws IOException {
    policy(1, 0, true, true);
    policy(2, 0, false, false);
    assertThat(check()).isEqualTo(new RunCheck.Result(1, 1, 1, List.of()));
  }

  @Test
  void aPolicyTamperedWithIsNamed() throws IOException {
    policy(1, 0, true, true);
    Path file = policy(1, 1, true, true);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThat(check().problems()).singleElement().asString().startsWith(file + ": ");
  }

  @Test
  void theRecordKeepsReasonsWithCommasAndQuotes() {
    report(7, new byte[] {1}, Outcome.REFUSED, "scaling \"a, b\"\nis wrong");
    report(8, new byte[] {2}, Outcome.ACTIVATED, "");
    assertThat(ReportLog.read(run.activations()))
        .extracting(ReportLog.Entry::version, ReportLog.Entry::outcome)
        .containsExactly(tuple(7L, Outcome.REFUSED), tuple(8L, Outcome.ACTIVATED));
  }

  @Test
  void aRecordThatCannotBeReadIsNamed() throws IOException {
    Files.writeString(run.activations(), "time,run,version,digest,outcome,reason\nx,y,z\n");
    assertThatThrownBy(this::check)
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(run.activations().toString());
  }

  @Test
  void anOutcomeThatThereIsNotIsNamedWithThoseThatThereAre() throws IOException {
    report(7, new byte[] {1}, Outcome.STAGED, "");
    Files.writeString(
        run.activations(), Files.readString(run.activations()).replace("STAGED", "OK"));
    assertThatThrownBy(this::check)
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll(
            run.activations().toString(), "row 1: outcome is \"OK\"", "REFUSED", "ROLLED_BACK");
  }
}
