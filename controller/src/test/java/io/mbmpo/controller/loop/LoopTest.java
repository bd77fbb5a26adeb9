package io.mbmpo.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.Controller;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.rollout.FakeLink;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.RolloutService;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.codec.WireCodec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
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
  void noReadingOfAPacedRobotComesBeforeItsTime() {
    JointState joints = new JointState(Bench.CONFIG.jointCount());
    try (PacedRobot robot = new PacedRobot(bench.robot)) {
      for (int readings = 0; readings < 300; ) {
        if (bench.robot.port.take(joints)) {
          readings++;
          // The first period is only known when it has been stepped.
          assertThat(joints.stampNanos)
              .isLessThanOrEqualTo(robot.nowNanos() + (readings > 1 ? 0 : 2_000_000));
        }
      }
    }
  }

  @Test
  void theRealTimeLoopRunsTheSameControllerOnTheWallClockAndClosesLimp()
      throws InterruptedException {
    try (PacedRobot robot = new PacedRobot(bench.robot)) {
      RealTimeLoop loop = new RealTimeLoop(bench.controller, robot::nowNanos, new GrantsNothing());
      loop.start();
      PreparedRollout rollout = Bench.random("e", 10);
      try (RealTimeRunner runner = new RealTimeRunner(bench.controller, loop, robot::reset)) {
        runner.run(rollout);
        loop.check();
      }
      Episode episode = rollout.episode();
      // On a machine whose cores are taken the overrun failsafe may end it; both ways it ends.
      assertThat(episode.end()).isIn("horizon", "tick overrun", "joint state stale", "IMU stale");
      assertThat(loop.report().allLateness().count()).isGreaterThan(50);
      assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    }
  }

  @Test
  void theRealTimeLoopCountsDeadlinesItMissed() throws InterruptedException {
    Controller controller = bench.controller;
    RealTimeLoop loop =
        new RealTimeLoop(controller, new JumpingClock()::nowNanos, new GrantsNothing());
    loop.start();
    while (loop.report().allLateness().count() < 300) {
      LockSupport.parkNanos(100_000);
    }
    loop.close();
    assertThat(loop.report().overruns()).isGreaterThan(10);
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
            },
            new GrantsNothing());
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
    service.snapshotReceived(snapshot, new byte[32], WireCodec.encode(snapshot));
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
  void timesAreReportedSinceTheLastReportAndSinceTheStart() {
    LoopTimes times = new LoopTimes();
    for (int i = 1; i <= 1000; i++) {
      times.record(i * 1000L, 7_000);
    }
    times.record(-5, 20_000_000_000L);
    LoopReport first = times.report(3);
    assertThat(first.lateness().count()).isEqualTo(1001);
    assertThat(first.lateness().p50Nanos()).isCloseTo(500_000, within(1000L));
    assertThat(first.lateness().p99Nanos()).isCloseTo(990_000, within(2000L));
    assertThat(first.lateness().maxNanos()).isCloseTo(1_000_000, within(1000L));
    assertThat(first.compute().maxNanos()).isGreaterThan(9_990_000_000L);
    assertThat(first.overruns()).isEqualTo(3);
    int tenMicros = TickTimes.BOUNDS_NANOS.indexOf(10_000L);
    assertThat(first.lateness().upTo().get(tenMicros)).isEqualTo(11);

    times.record(2_000, 8_000);
    LoopReport second = times.report(3);
    assertThat(second.lateness().count()).isEqualTo(1);
    assertThat(second.lateness().maxNanos()).isCloseTo(2_000, within(2L));
    assertThat(second.allLateness().count()).isEqualTo(1002);
    assertThat(times.report(3).compute().maxNanos()).isZero();
  }

  @Test
  void recordingTimesAllocatesNothingAlsoWhileTheyAreReported() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LoopTimes times = new LoopTimes();
    int rounds = 0;
    for (int round = 0; round < 40; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2000; i++) {
        times.record(i * 100L, i * 10L);
      }
      rounds += threads.getCurrentThreadAllocatedBytes() == before ? 0 : 1;
      assertThat(times.report(0).lateness().count()).isEqualTo(2000);
    }
    // Loading a class and compiling anew allocate once each; a record that does, in every round.
    assertThat(rounds).isLessThan(4);
  }

  @Test
  void aRehearsalGoesThroughWholeEpisodes() {
    long[] now = {0};
    KinematicRobot robot = new KinematicRobot(Bench.CONFIG, () -> now[0]);
    Controller controller = new Controller(Bench.CONFIG, Bench.TASK, robot, new ConditionFlags());
    PreparedRollout walk = Rehearsal.walk(Bench.CONFIG, Bench.TASK, "r", 20);
    controller.offer(walk);
    while (!controller.idle()) {
      now[0] += Bench.CONFIG.control().tickPeriodNanos();
      controller.tick(now[0]);
    }
    assertThat(walk.episode().end()).isEqualTo("horizon");
    assertThat(walk.episode().length()).isEqualTo(20);
    assertThat(controller.internalErrors()).isZero();
    Rehearsal.run(Bench.CONFIG, Bench.TASK);
  }
}
