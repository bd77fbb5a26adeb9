package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStopTest {
  @Test
  void aFallingLossNeverStops() {
    EarlyStop stop = new EarlyStop(0.9);
    for (int epoch = 0; epoch < 100; epoch++) {
      assertThat(stop.rises(1.0 / (1 + epoch))).isFalse();
    }
  }

  @Test
  void theFirstEpochMayBeWorseThanTheNextFew() {
    EarlyStop stop = new EarlyStop(0.5);
    assertThat(stop.rises(1)).isFalse(); // average 1.25
    assertThat(stop.rises(1.2)).isFalse(); // 1.225
    assertThat(stop.rises(1.3)).isTrue(); // 1.2625
  }
}
