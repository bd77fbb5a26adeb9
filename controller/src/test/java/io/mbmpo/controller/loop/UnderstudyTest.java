package io.mbmpo.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Mode;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class UnderstudyTest {
  private static final int RATE_HZ = Bench.CONFIG.control().tickRateHz();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Understudy understudy =
      new Understudy(Bench.CONFIG, Bench.TASK, 30 * Bench.CONFIG.control().policyRateHz());

  @Test
  void itWalksWithinSecondsAndAgainWhenAWalkIsOver() {
    for (int walk = 0; walk < 3; walk++) {
      assertThat(ticksUntil(Mode.RUN)).isLessThan(10 * RATE_HZ);
      assertThat(ticksUntil(Mode.OFF)).isBetween(30 * RATE_HZ, 40 * RATE_HZ);
      understudy.walkOn();
    }
  }

  @Test
  void askedInMidWalkItGoesOnWithIt() {
    ticksUntil(Mode.RUN);
    for (int i = 0; i < 20 * RATE_HZ; i++) {
      understudy.tick();
      understudy.walkOn();
    }
    assertThat(understudy.mode()).isEqualTo(Mode.RUN);
  }

  @Test
  void itAllocatesNothingFromRisingToRisingAgain() {
    Rehearsal.run(Bench.CONFIG, Bench.TASK); // what the JVM's compiler allocates once a class
    long allocated = 0;
    for (int walk = 0; walk < 2; walk++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      ticksUntil(Mode.RUN);
      ticksUntil(Mode.OFF);
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
      understudy.walkOn();
    }
    assertThat(allocated).isZero();
  }

  private int ticksUntil(Mode mode) {
    int ticks = 0;
    while (understudy.mode() != mode && ticks < 100 * RATE_HZ) {
      understudy.tick();
      ticks++;
    }
    return ticks;
  }
}
