package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counts the bytes that the control thread allocates in {@link Controller#tick}, rehearsal
 * included.
 */
class TickAllocationTest {
  private static final int REHEARSALS = 4;
  private static final int EPISODES = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void theTickAllocatesNothingInAnyMode(Exploration exploration) {
    var unused = scenario(new Bench(), exploration, () -> {});
    allocatedNothing(scenario(new Bench(), exploration, () -> {}));
  }

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void theRecordedTickAllocatesNothingInAnyMode(Exploration exploration, @TempDir Path folder) {
    var unused = recorded(exploration, folder.resolve("rehearsal"));
    allocatedNothing(recorded(exploration, folder.resolve("measured")));
  }

  private static Map<Mode, long[]> recorded(Exploration exploration, Path folder) {
    ConditionFlags flags = new ConditionFlags();
    RecordingSource source = RecordingSource.embedded(Bench.CONFIG, Bench.RUN, "test");
    Clock clock = Clock.systemUTC();
    try (Recorder recorder =
        new Recorder(source, Bench.TASK, folder, RecordingLimits.DEFAULT, clock, flags).start()) {
      Map<Mode, long[]> bytes =
          scenario(new Bench(recorder.tape(), flags), exploration, recorder::awaitRoom);
      assertThat(recorder.status().stopped()).isEmpty();
      assertThat(recorder.tape().lost()).isZero();
      return bytes;
    }
  }

  private static void allocatedNothing(Map<Mode, long[]> bytes) {
    assertThat(bytes.keySet())
        .contains(Mode.OFF, Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING, Mode.ESTOP);
    bytes.forEach((mode, sum) -> assertThat(sum[0]).as("bytes in %s", mode).isZero());
    assertThat(bytes.get(Mode.RUN)[1]).isGreaterThan(2000);
  }

  /** Bytes and ticks by mode. */
  private static Map<Mode, long[]> scenario(
      Bench bench, Exploration exploration, Runnable between) {
    for (int i = 0; i < REHEARSALS; i++) {
      episode(bench, exploration, new EnumMap<>(Mode.class), between);
    }
    Map<Mode, long[]> bytes = leastOfSomeEpisodes(bench, exploration, between);
    bench.robot.operator(true, false);
    measure(bench, bytes, 200, between);
    bench.robot.operator(false, false);
    measure(bench, bytes, 5, between);
    bench.robot.operator(false, true);
    bench.robot.imuMuted = true;
    measure(bench, bytes, 200, between);

    return bytes;
  }

  /** Code that is compiled anew may allocate once; what a tick allocates shows in every episode. */
  private static Map<Mode, long[]> leastOfSomeEpisodes(
      Bench bench, Exploration exploration, Runnable between) {
    Map<Mode, long[]> least = new EnumMap<>(Mode.class);
    for (int i = 0; i < EPISODES; i++) {
      Map<Mode, long[]> bytes = new EnumMap<>(Mode.class);
      episode(bench, exploration, bytes, between);
      bytes.forEach((mode, sum) -> least.merge(mode, sum, (a, b) -> a[0] <= b[0] ? a : b));
    }
    return least;
  }

  private static void episode(
      Bench bench, Exploration exploration, Map<Mode, long[]> bytes, Runnable between) {
    measure(bench, bytes, 10, between);
    boolean random = exploration == Exploration.RANDOM;
    long version = random ? 0 : Bench.version(1, 0);
    PreparedRollout rollout =
        Bench.prepare(
            new RolloutPlan.Rollout("e", version, exploration, 5, 125),
            random ? null : Bench.snapshot(version));
    bench.controller.offer(rollout);
    while (!bench.controller.idle()) {
      measure(bench, bytes, 1, between);
    }
    bench.controller.takeFinished();
  }

  private static void measure(Bench bench, Map<Mode, long[]> bytes, int ticks, Runnable between) {
    for (int i = 0; i < ticks; i++) {
      bench.robot.step();
      long now = bench.robot.nowNanos();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      bench.controller.warm();
      bench.controller.tick(now);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      long[] sum = bytes.computeIfAbsent(bench.controller.mode(), mode -> new long[2]);
      sum[0] += allocated;
      sum[1]++;
      between.run();
    }
  }
}
