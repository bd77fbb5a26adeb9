package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts the bytes that the control thread allocates in {@link Controller#tick}. */
class TickAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void theTickAllocatesNothingInAnyMode(Exploration exploration) {
    Bench bench = new Bench();
    episode(bench, exploration, new EnumMap<>(Mode.class));
    episode(bench, exploration, new EnumMap<>(Mode.class));

    Map<Mode, long[]> bytes = new EnumMap<>(Mode.class);
    episode(bench, exploration, bytes);
    bench.robot.operator(true, false);
    measure(bench, bytes, 200);
    bench.robot.operator(false, false);
    measure(bench, bytes, 5);
    bench.robot.operator(false, true);
    bench.robot.imuMuted = true;
    measure(bench, bytes, 200);

    assertThat(bytes.keySet())
        .contains(Mode.OFF, Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING, Mode.ESTOP);
    bytes.forEach((mode, sum) -> assertThat(sum[0]).as("bytes in %s", mode).isZero());
    assertThat(bytes.get(Mode.RUN)[1]).isGreaterThan(2000);
  }

  private static void episode(Bench bench, Exploration exploration, Map<Mode, long[]> bytes) {
    measure(bench, bytes, 10);
    boolean random = exploration == Exploration.RANDOM;
    long version = random ? 0 : Bench.version(1, 0);
    PreparedRollout rollout =
        Bench.prepare(
            new RolloutPlan.Rollout("e", version, exploration, 5, 125),
            random ? null : Bench.snapshot(version));
    bench.controller.offer(rollout);
    while (!bench.controller.idle()) {
      measure(bench, bytes, 1);
    }
    bench.controller.takeFinished();
  }

  private static void measure(Bench bench, Map<Mode, long[]> bytes, int ticks) {
    for (int i = 0; i < ticks; i++) {
      bench.robot.step();
      long now = bench.robot.nowNanos();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      bench.controller.tick(now);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      long[] sum = bytes.computeIfAbsent(bench.controller.mode(), mode -> new long[2]);
      sum[0] += allocated;
      sum[1]++;
    }
  }
}
