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

/** Counts the bytes that the control thread allocates in {@link Controller#tick}. */
class TickAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void theTickAllocatesNothingInAnyMode(Exploration exploration) {
    allocatesNothing(new Bench(), exploration, () -> {});
  }

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void theRecordedTickAllocatesNothingInAnyMode(Exploration exploration, @TempDir Path folder) {
    ConditionFlags flags = new ConditionFlags();
    RecordingSource source = new RecordingSource(Bench.CONFIG, Bench.RUN, "test");
    Clock clock = Clock.systemUTC();
    try (Recorder recorder =
        new Recorder(source, Bench.TASK, folder, RecordingLimits.DEFAULT, clock, flags).start()) {
      allocatesNothing(new Bench(recorder.tape(), flags), exploration, recorder::awaitRoom);
      assertThat(recorder.status().stopped()).isEmpty();
      assertThat(recorder.tape().lost()).isZero();
    }
  }

  private static void allocatesNothing(Bench bench, Exploration exploration, Runnable between) {
    episode(bench, exploration, new EnumMap<>(Mode.class), between);
    episode(bench, exploration, new EnumMap<>(Mode.class), between);

    Map<Mode, long[]> bytes = new EnumMap<>(Mode.class);
    episode(bench, exploration, bytes, between);
    bench.robot.operator(true, false);
    measure(bench, bytes, 200, between);
    bench.robot.operator(false, false);
    measure(bench, bytes, 5, between);
    bench.robot.operator(false, true);
    bench.robot.imuMuted = true;
    measure(bench, bytes, 200, between);

    assertThat(bytes.keySet())
        .contains(Mode.OFF, Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING, Mode.ESTOP);
    bytes.forEach((mode, sum) -> assertThat(sum[0]).as("bytes in %s", mode).isZero());
    assertThat(bytes.get(Mode.RUN)[1]).isGreaterThan(2000);
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
      bench.controller.tick(now);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      long[] sum = bytes.computeIfAbsent(bench.controller.mode(), mode -> new long[2]);
      sum[0] += allocated;
      sum[1]++;
      between.run();
    }
  }
}
