package io.mbmpo.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.SnapshotReport.Outcome;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutServiceTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  private final FakeLink link = new FakeLink();
  private final ConditionFlags flags = new ConditionFlags();
  private RolloutService service;
  private long nowNanos;

  @BeforeEach
  void start() {
    service = new RolloutService(Bench.CONFIG, Bench.TASK, link, flags, folder, () -> nowNanos);
  }

  @Test
  void aPlanIsRunInItsOrderAndEveryEpisodeIsDelivered() {
    service.planReceived(randomPlan(1, "a", "b", "c"), digest(1));
    assertThat(link.lastReport()).startsWith("STAGED");
    for (String id : List.of("a", "b", "c")) {
      PreparedRollout rollout = service.next().orElseThrow();
      assertThat(rollout.rollout().episodeId()).isEqualTo(id);
      finish(rollout, EpisodeBuffer.HORIZON);
    }
    assertThat(service.next()).isEmpty();
    assertThat(service.state()).isEqualTo("plan done");
    assertThat(link.delivered).extracting(e -> e.episodeId()).containsExactly("a", "b", "c");
  }

  @Test
  void episodesThatAreKnownAreNotRunAgain() {
    link.known.add("a");
    service.planReceived(randomPlan(1, "a", "b"), digest(1));
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("b");
  }

  @Test
  void theSamePlanAgainChangesNothingAndIsNotReportedTwice() {
    service.planReceived(randomPlan(1, "a", "b"), digest(1));
    finish(service.next().orElseThrow(), EpisodeBuffer.HORIZON);
    service.planReceived(randomPlan(1, "a", "b"), digest(1));
    assertThat(link.reports).hasSize(1);
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("b");
  }

  @Test
  void aNewerPlanReplacesAndAnOlderOneIsRefusedAlsoAfterARestart() {
    service.planReceived(randomPlan(2, "new"), digest(2));
    service.planReceived(randomPlan(1, "old"), digest(1));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("older");
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("new");
    service.planReceived(randomPlan(3, "newest"), digest(3));
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("newest");

    start();
    service.planReceived(randomPlan(2, "new"), digest(2));
    assertThat(link.lastReport()).startsWith("REFUSED");
    service.planReceived(randomPlan(3, "newest"), digest(3));
    assertThat(service.next()).isPresent();
  }

  @Test
  void aPlanForAnotherRobotOrWithAnAbsurdHorizonOrMixedUpExplorationIsRefused() {
    service.planReceived(
        new RolloutPlan(Bench.RUN, "anymal_c", Bench.version(1, 255), 1, List.of()), digest(1));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("anymal_c");
    service.planReceived(plan(1, new Rollout("a", 0, Exploration.RANDOM, 1, 1 << 30)), digest(2));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("horizon is 1073741824");
    service.planReceived(plan(1, new Rollout("a", 0, Exploration.GAUSSIAN, 1, 5)), digest(3));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("snapshot 0");
    assertThat(service.next()).isEmpty();
  }

  @Test
  void aPlanWaitsForItsSnapshotAndSaysSo() {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 2));
    service.planReceived(plan(1, gaussian("a", snapshot.version())), digest(1));
    assertThat(service.next()).isEmpty();
    service.heartbeat(Mode.OFF, Condition.LINK_LOST, 0, 0);
    assertThat(link.statuses.get(0).mode()).isEqualTo("OFF (waiting for snapshot 1.2)");
    assertThat(link.statuses.get(0).failsafe()).isEqualTo("link lost");

    receive(snapshot, digest(9));
    PreparedRollout rollout = service.next().orElseThrow();
    assertThat(rollout.snapshotVersion()).isEqualTo(snapshot.version());
    assertThat(link.lastReport()).startsWith("ACTIVATED");
    finish(rollout, EpisodeBuffer.FALL);
    assertThat(link.delivered.get(0).snapshotDigest()).isEqualTo(digest(9));
  }

  @Test
  void snapshotsOfOneSetMayComeInAnyOrderAndThoseOfAnOlderSetAreRefusedAlsoAfterARestart() {
    receive(Bench.snapshot(Bench.version(2, 5)), digest(1));
    receive(Bench.snapshot(Bench.version(2, 0)), digest(2));
    assertThat(link.reports).extracting(SnapshotReport::outcome).containsOnly(Outcome.STAGED);
    receive(Bench.snapshot(Bench.version(1, 7)), digest(3));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("older");
    assertThat(flags.bits() & Condition.SNAPSHOT_REJECTED.bit()).isNotZero();

    start();
    receive(Bench.snapshot(Bench.version(1, 7)), digest(3));
    assertThat(link.lastReport()).startsWith("REFUSED");
    receive(Bench.snapshot(Bench.version(2, 0)), digest(2));
    assertThat(link.lastReport()).startsWith("STAGED");
    assertThat(flags.bits()).isZero();
  }

  @Test
  void whatWasMadeForTheRunsBeforeIsRefusedFromTheStartOfANewOneAlsoAfterARestart() {
    service.refuseOlderThan(Bench.version(2, 0));
    service.planReceived(randomPlan(1, "before"), digest(1));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("older");
    receive(Bench.snapshot(Bench.version(1, 7)), digest(2));
    assertThat(link.lastReport()).startsWith("REFUSED").contains("older");
    start();
    service.planReceived(randomPlan(1, "before"), digest(1));
    assertThat(link.lastReport()).startsWith("REFUSED");
    assertThat(service.next()).isEmpty();

    service.planReceived(randomPlan(2, "now"), digest(3));
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("now");
  }

  @Test
  void theSameSnapshotAgainIsNotReportedTwice() {
    receive(Bench.snapshot(Bench.version(2, 5)), digest(1));
    receive(Bench.snapshot(Bench.version(2, 5)), digest(1));
    assertThat(link.reports).hasSize(1);
  }

  @Test
  void aFailsafeInTheFirstEpisodeRollsBackToTheLastGoodSnapshotAndReports() {
    PolicySnapshot good = Bench.snapshot(Bench.version(1, 0));
    PolicySnapshot bad = Bench.snapshot(Bench.version(1, 1));
    receive(good, digest(1));
    receive(bad, digest(2));
    service.planReceived(
        plan(
            1,
            gaussian("a", good.version()),
            gaussian("b", bad.version()),
            gaussian("c", bad.version())),
        digest(3));
    finish(service.next().orElseThrow(), EpisodeBuffer.FALL); // a fall is no fault
    finish(service.next().orElseThrow(), "joint velocity limit");
    SnapshotReport report = link.reports.get(link.reports.size() - 1);
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.version()).isEqualTo(bad.version());
    assertThat(report.reason()).contains("joint velocity limit").contains("b");

    PreparedRollout instead = service.next().orElseThrow();
    assertThat(instead.rollout().episodeId()).isEqualTo("c");
    assertThat(instead.snapshotVersion()).isEqualTo(good.version());
    finish(instead, EpisodeBuffer.HORIZON);
    assertThat(link.delivered.get(2).snapshotVersion()).isEqualTo(good.version());
    assertThat(link.delivered.get(2).snapshotDigest()).isEqualTo(digest(1));
  }

  @Test
  void theLastGoodSnapshotSurvivesARestart() {
    PolicySnapshot good = Bench.snapshot(Bench.version(1, 0));
    receive(good, digest(1));
    service.planReceived(plan(1, gaussian("a", good.version())), digest(3));
    finish(service.next().orElseThrow(), EpisodeBuffer.HORIZON);

    start();
    PolicySnapshot bad = Bench.snapshot(Bench.version(2, 0));
    receive(bad, digest(2));
    service.planReceived(
        plan(2, gaussian("b", bad.version()), gaussian("c", bad.version())), digest(4));
    finish(service.next().orElseThrow(), "joint effort limit");
    assertThat(service.next().orElseThrow().snapshotVersion()).isEqualTo(good.version());
  }

  @Test
  void withoutALastGoodSnapshotARolledBackOnesEpisodesAreReportedEmpty() {
    PolicySnapshot bad = Bench.snapshot(Bench.version(1, 1));
    receive(bad, digest(2));
    service.planReceived(
        plan(1, gaussian("b", bad.version()), gaussian("c", bad.version())), digest(3));
    finish(service.next().orElseThrow(), "joint velocity limit");
    assertThat(service.next()).isEmpty();
    assertThat(service.state()).isEqualTo("plan done");
    assertThat(link.delivered.get(1).episodeId()).isEqualTo("c");
    assertThat(link.delivered.get(1).end()).isEqualTo(RolloutService.ROLLED_BACK);
    assertThat(link.delivered.get(1).length()).isZero();
  }

  @Test
  void aMachineThatIsLateKeepsASnapshotOnProbationAndAFailsafeOfItsOwnStillRollsBack() {
    PolicySnapshot unlucky = Bench.snapshot(Bench.version(1, 1));
    receive(unlucky, digest(2));
    service.planReceived(
        plan(
            1,
            gaussian("a", unlucky.version()),
            gaussian("b", unlucky.version()),
            gaussian("c", unlucky.version()),
            gaussian("d", unlucky.version())),
        digest(3));
    finish(service.next().orElseThrow(), Condition.JOINT_STATE_STALE.title());
    finish(service.next().orElseThrow(), Condition.TICK_OVERRUN.title());
    PreparedRollout third = service.next().orElseThrow();
    assertThat(third.snapshotVersion()).isEqualTo(unlucky.version());
    assertThat(link.delivered).extracting(Episode::interrupted).containsExactly(true, true);
    finish(third, Condition.JOINT_EFFORT_LIMIT.title());
    assertThat(link.reports).extracting(SnapshotReport::outcome).contains(Outcome.ROLLED_BACK);
    assertThat(service.next()).isEmpty();
  }

  @Test
  void aFailsafeAfterProbationDoesNotRollBack() {
    PolicySnapshot good = Bench.snapshot(Bench.version(1, 0));
    receive(good, digest(1));
    service.planReceived(
        plan(
            1,
            gaussian("a", good.version()),
            gaussian("b", good.version()),
            gaussian("c", good.version())),
        digest(3));
    finish(service.next().orElseThrow(), EpisodeBuffer.HORIZON);
    finish(service.next().orElseThrow(), "joint velocity limit");
    assertThat(service.next().orElseThrow().snapshotVersion()).isEqualTo(good.version());
    assertThat(link.reports)
        .extracting(SnapshotReport::outcome)
        .doesNotContain(Outcome.ROLLED_BACK);
  }

  @Test
  void aStandUpFailureIsTriedAgainThenReportedWithoutTransitionsAndBlamesNoSnapshot() {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    receive(snapshot, digest(1));
    service.planReceived(plan(1, gaussian("a", snapshot.version())), digest(3));
    for (int attempt = 1; attempt <= RolloutService.MAX_ATTEMPTS; attempt++) {
      assertThat(link.delivered).isEmpty();
      PreparedRollout rollout = service.next().orElseThrow();
      rollout.buffer().finish("stand-up failed", false);
      service.finished(rollout);
    }
    assertThat(link.delivered).hasSize(1);
    assertThat(link.delivered.get(0).length()).isZero();
    assertThat(link.delivered.get(0).end()).isEqualTo("stand-up failed");
    assertThat(service.next()).isEmpty();
    assertThat(link.reports)
        .extracting(SnapshotReport::outcome)
        .doesNotContain(Outcome.ROLLED_BACK);
  }

  @Test
  void aFullDiskKeepsTheEpisodeStartsNothingNewAndLosesNothing() {
    service.planReceived(randomPlan(1, "a", "b"), digest(1));
    PreparedRollout rollout = service.next().orElseThrow();
    link.diskFull = true;
    finish(rollout, EpisodeBuffer.HORIZON);
    assertThat(flags.bits()).isEqualTo(Condition.SPOOL_FULL.bit());
    assertThat(service.next()).isEmpty();
    assertThat(service.state()).isEqualTo("spool full");

    link.diskFull = false;
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("b");
    assertThat(link.delivered).hasSize(1);
    assertThat(flags.bits()).isZero();
  }

  @Test
  void anEpisodeThatWasCutOffByAStopIsNotDeliveredAndRunsAgain() {
    service.planReceived(randomPlan(1, "a"), digest(1));
    finish(service.next().orElseThrow(), EpisodeBuffer.STOPPED);
    assertThat(link.delivered).isEmpty();
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("a");
  }

  @Test
  void linkLossAndRefusedMessagesAreToldToTheFailsafe() {
    service.connectionChanged(false, "broker away");
    service.messageRefused("mbmpo/v1/go1/snapshot/0", "signature");
    assertThat(flags.bits())
        .isEqualTo(Condition.LINK_LOST.bit() | Condition.SNAPSHOT_REJECTED.bit());
    service.connectionChanged(true, "");
    assertThat(flags.bits()).isEqualTo(Condition.SNAPSHOT_REJECTED.bit());
  }

  @Test
  void aDamagedStateFileIsRefusedByName() throws IOException {
    receive(Bench.snapshot(Bench.version(2, 5)), digest(1));
    Path file = folder.resolve("accepted.state");
    byte[] bytes = Files.readAllBytes(file);
    bytes[9] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(this::start)
        .hasMessageContaining("accepted.state")
        .hasMessageContaining("delete");
    Files.write(file, new byte[3]);
    assertThatThrownBy(this::start).hasMessageContaining("damaged");
  }

  @Test
  void aControllerThatRestartsWithoutANetworkRunsItsLastGoodSnapshotAndKeepsItsEpisodes() {
    goodSnapshotThenRestart();
    assertThat(service.next()).isEmpty();
    nowNanos += SECOND * 9;
    assertThat(service.next()).isEmpty();
    nowNanos += SECOND;
    PreparedRollout alone = service.next().orElseThrow();
    assertThat(alone.snapshotVersion()).isEqualTo(Bench.version(1, 0));
    assertThat(alone.rollout().exploration()).isEqualTo(Exploration.DETERMINISTIC);
    assertThat(alone.purpose()).isEqualTo(PreparedRollout.Purpose.ALONE);
    int delivered = link.delivered.size();
    finish(alone, EpisodeBuffer.HORIZON);
    assertThat(link.delivered).hasSize(delivered);
    assertThat(service.next()).isPresent();

    service.connectionChanged(true, "");
    assertThat(service.next()).isEmpty();
    service.connectionChanged(false, "broker away");
    nowNanos += SECOND * 9;
    assertThat(service.next()).isEmpty();
    nowNanos += SECOND;
    assertThat(service.next()).isPresent();
  }

  @Test
  void aPlanGoesBeforeTheRobotsOwnRollouts() {
    goodSnapshotThenRestart();
    nowNanos += SECOND * 60;
    service.planReceived(randomPlan(2, "z"), digest(7));
    assertThat(service.next().orElseThrow().rollout().episodeId()).isEqualTo("z");
  }

  @Test
  void aRobotThatDoesNotGetToItsFeetOnItsOwnGivesUpUntilTheLinkMoves() {
    goodSnapshotThenRestart();
    nowNanos += SECOND * 60;
    for (int i = 0; i < RolloutService.MAX_ATTEMPTS; i++) {
      PreparedRollout alone = service.next().orElseThrow();
      alone.buffer().finish("tilt", false);
      service.finished(alone);
    }
    assertThat(service.next()).isEmpty();
    service.connectionChanged(false, "still away");
    assertThat(service.next()).isPresent();
  }

  @Test
  void anOperatorsRolloutIsTheLastGoodSnapshotsAndWithoutOneThereIsNone() {
    assertThat(service.attended()).isEmpty();
    goodSnapshotThenRestart();
    PreparedRollout attended = service.attended().orElseThrow();
    assertThat(attended.attended()).isTrue();
    assertThat(attended.snapshotVersion()).isEqualTo(Bench.version(1, 0));
  }

  @Test
  void aLastGoodSnapshotRunsAfterARestartOnlyWhileItsKeyIsTrusted() {
    goodSnapshotThenRestart();
    assertThat(service.attended().orElseThrow().snapshotVersion()).isEqualTo(Bench.version(1, 0));
    link.keyRevoked = true;
    start();
    assertThat(service.attended()).isEmpty();
  }

  private void receive(PolicySnapshot snapshot, byte[] digest) {
    service.snapshotReceived(snapshot, digest, WireCodec.encode(snapshot));
  }

  private void goodSnapshotThenRestart() {
    PolicySnapshot good = Bench.snapshot(Bench.version(1, 0));
    receive(good, digest(1));
    service.planReceived(plan(1, gaussian("a", good.version())), digest(3));
    finish(service.next().orElseThrow(), EpisodeBuffer.HORIZON);
    start();
  }

  private void finish(PreparedRollout rollout, String end) {
    EpisodeBuffer buffer = rollout.buffer();
    buffer.begin(5);
    buffer.observed();
    buffer.acted(new float[12]);
    buffer.observed();
    buffer.finish(end, end.equals(EpisodeBuffer.FALL));
    service.finished(rollout);
  }

  private static RolloutPlan randomPlan(int iteration, String... ids) {
    Rollout[] rollouts = new Rollout[ids.length];
    for (int i = 0; i < ids.length; i++) {
      rollouts[i] = new Rollout(ids[i], 0, Exploration.RANDOM, i, 5);
    }
    return plan(iteration, rollouts);
  }

  private static RolloutPlan plan(int iteration, Rollout... rollouts) {
    return new RolloutPlan(
        Bench.RUN, "go1", Bench.version(iteration, 255), iteration, List.of(rollouts));
  }

  private static Rollout gaussian(String id, long version) {
    return new Rollout(id, version, Exploration.GAUSSIAN, 1, 5);
  }

  private static byte[] digest(int n) {
    byte[] digest = new byte[32];
    digest[0] = (byte) n;
    return digest;
  }
}
