package io.mbmpo.controller.rcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.ros.RosType;
import org.junit.jupiter.api.Test;

class NativeGrowthTest {
  @Test
  void spinsAndMessagesOfBothWaysAddUp() {
    NativeGrowth growth = new NativeGrowth(0);
    for (int i = 0; i < 10; i++) {
      growth.spun();
    }
    growth.received(RosType.IMU);
    growth.published(RosType.FLOAT64_MULTI_ARRAY);
    growth.published(RosType.STRING);
    assertThat(growth.bytes()).isEqualTo(10 * 112 + 224 + 208);
  }

  @Test
  void aLimitIsPassedByOneByteAndNoneNever() {
    NativeGrowth limited = new NativeGrowth(1);
    NativeGrowth free = new NativeGrowth(0);
    long spins = (1 << 20) / NativeGrowth.SPIN_BYTES;
    for (long i = 0; i < spins; i++) {
      limited.spun();
      free.spun();
    }
    assertThat(limited.exceeded()).isFalse();
    limited.spun();
    free.spun();
    assertThat(limited.exceeded()).isTrue();
    assertThat(free.exceeded()).isFalse();
  }
}
