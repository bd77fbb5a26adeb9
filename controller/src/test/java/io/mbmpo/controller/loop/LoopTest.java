package io.mbmpo.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.rollout.FakeLink;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoopTest {
  private final Bench bench = new Bench();

  @Test
  void lockstepRunsRolloutsOneAfterTheOtherAndShowsEveryTick() {
    Map<Mode, Integer> seen = new EnumMap<>(Mode.class);
    Lockstep lockstep =
        new Lockstep(
            bench.controller, bench.robot, (c, now) -> seen.merge(c.mode(), 1, Integer::sum));
    for (int i = 0; i < 3; i++) {
      PreparedRollout rollout = Bench.random("e" + i, 20);
      lockstep.run(rollout);
      assertThat(rollout.episode().length()).isEqualTo(20);
      assertThat(bench.controller.idle()).isTrue();
    }
    assertThat(seen.get(Mode.RUN)).isEqualTo(3 * 20 * 20);
    lockstep.close();
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void lockstepRefusesAControllerThatIsBusyAndEndsEvenIfTheRobotIsDead() {
    Lockstep lockstep = new Lockstep(bench.controller, bench.robot);
    bench.robot.jointsMuted = true;
    PreparedRollout rollout = Bench.random("e", 20);
    lockstep.run(rollout);
    assertThat(rollout.episode().end()).isEqualTo("joint state stale");
    bench.controller.offer(Bench.random("f", 20));
    assertThatThrownBy(() -> lockstep.run(Bench.random("g", 20)))
        .hasMessageContaining("another rollout in hand");
  }

  @Test
  void theRealTimeLoopRunsTheSameControllerOnTheWallClockAndClosesLimp()
      throws InterruptedException {
    try (PacedRobot robot = new PacedRobot(bench.robot)) {
      RealTimeLoop loop = new RealTimeLoop(bench.controller, robot::nowNanos);
      loop.start();
      PreparedRollout rollout = Bench.random("e", 10);
      try (RealTimeRunner runner = new RealTimeRunner(bench.controller, loop, robot::reset)) {
        runner.run(rollout);
        loop.check();
      }
      Episode episode = rollout.episode();
      // On a machine whose cores are taken the overrun failsafe may end it; both ways it ends.
      assertThat(episode.end()).isIn("horizon", "tick overrun", "joint state stale", "IMU stale");
      assertThat(loop.lateness().count()).isGreaterThan(50);
      assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    }
  }

  @Test
  void theRealTimeLoopCountsDeadlinesItMissed() throws InterruptedException {
    Controller controller = bench.controller;
    RealTimeLoop loop = new RealTimeLoop(controller, new JumpingClock()::nowNanos);
    loop.start();
    while (loop.lateness().count() < 300) {
      Thread.onSpinWait();
    }
    loop.close();
    assertThat(loop.overruns()).isGreaterThan(10);
    loop.check();
  }

  /** A clock that leaps 11 ms ahead now and then. */
  private static final class JumpingClock {
    private long nowNanos;
    private int calls;

    long nowNanos() {
      nowNanos += ++calls % 50 == 0 ? 11_000_000 : 950_000;
      return nowNanos;
    }
  }

  @Test
  void aDeadControlThreadIsTold() {
    RealTimeLoop loop =
        new RealTimeLoop(
            bench.controller,
            () -> {
              throw new IllegalArgumentException("clock broke");
            });
    loop.start();
    loop.close();
    assertThatThrownBy(loop::check)
        .hasMessageContaining("control thread died")
        .hasRootCauseMessage("clock broke");
  }

  @Test
  void theProcessServesAPlanFromTheLinkAndStopsLimp(@TempDir Path folder)
      throws InterruptedException {
    FakeLink link = new FakeLink();
    RolloutService service =
        new RolloutService(Bench.CONFIG, Bench.TASK, link, bench.flags, folder);
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    List<Rollout> rollouts = new ArrayList<>();
    rollouts.add(new Rollout("random", 0, Exploration.RANDOM, 1, 20));
    rollouts.add(new Rollout("learned", snapshot.version(), Exploration.GAUSSIAN, 2, 20));
    service.planReceived(
        new RolloutPlan(Bench.RUN, "go1", Bench.version(1, 255), 1, rollouts), new byte[32]);
    service.snapshotReceived(snapshot, new byte[32]);
    RobotProcess process = new RobotProcess(service, new Lockstep(bench.controller, bench.robot));
    process.serve(() -> link.delivered.size() == 2);
    assertThat(link.delivered).extracting(Episode::episodeId).containsExactly("random", "learned");
    assertThat(link.delivered).allMatch(episode -> episode.length() == 20);
    assertThat(link.statuses).isNotEmpty();
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void aFullDiskStopsThePlanUntilThereIsRoomAndNothingIsLost(@TempDir Path folder)
      throws InterruptedException {
    FakeLink link = new FakeLink();
    RolloutService service =
        new RolloutService(Bench.CONFIG, Bench.TASK, link, bench.flags, folder);
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rollouts.add(new Rollout("e" + i, 0, Exploration.RANDOM, i, 5));
    }
    service.planReceived(
        new RolloutPlan(Bench.RUN, "go1", Bench.version(1, 255), 1, rollouts), new byte[32]);
    link.diskFull = true;
    int[] asked = {0};
    new RobotProcess(service, new Lockstep(bench.controller, bench.robot))
        .serve(
            () -> {
              link.diskFull = ++asked[0] < 10;
              return link.delivered.size() == 3;
            });
    assertThat(link.delivered).extracting(Episode::episodeId).containsExactly("e0", "e1", "e2");
    assertThat(bench.flags.bits()).isZero();
  }

  @Test
  void theHistogramsQuantilesAreWithinSixPercent() {
    LatenessHistogram histogram = new LatenessHistogram();
    SplittableRandom random = new SplittableRandom(1);
    long[] values = random.longs(10_000, 0, 50_000_000).sorted().toArray();
    for (long value : values) {
      histogram.record(value);
    }
    histogram.record(-5);
    assertThat(histogram.count()).isEqualTo(10_001);
    for (double share : new double[] {0.01, 0.5, 0.99, 0.999}) {
      double exact = values[(int) (share * values.length)];
      assertThat(histogram.quantile(share) / exact).isCloseTo(1, within(0.07));
    }
    for (long nanos : new long[] {0, 15, 16, 17, 1023, 1_000_000, Long.MAX_VALUE}) {
      int bucket = LatenessHistogram.bucket(nanos);
      assertThat(LatenessHistogram.upperEdge(bucket)).isGreaterThanOrEqualTo(nanos);
      assertThat(bucket == 0 ? -1 : LatenessHistogram.upperEdge(bucket - 1)).isLessThan(nanos);
    }
  }
}
