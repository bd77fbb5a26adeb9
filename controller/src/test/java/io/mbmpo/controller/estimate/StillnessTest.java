package io.mbmpo.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StillnessTest {
  private static final double DT = 0.002;

  private final Stillness stillness = new Stillness(2);
  private final Random random = new Random(1);
  private final double[] q = new double[2];
  private final double[] turn = new double[3];

  private void pass(double seconds, double jointSpeed, double turnRate) {
    double at = 0.5;
    for (int i = 0; i < seconds / DT; i++) {
      at += jointSpeed * DT;
      for (int j = 0; j < 2; j++) {
        q[j] = at + 0.003 * random.nextGaussian();
      }
      for (int k = 0; k < 3; k++) {
        turn[k] = turnRate + 0.02 * random.nextGaussian();
      }
      stillness.update(q, turn, DT);
    }
  }

  @Test
  void noiseAloneIsStillness() {
    pass(0.2, 0, 0);
    assertThat(stillness.still()).isFalse();
    pass(1, 0, 0);
    assertThat(stillness.still()).isTrue();
  }

  @Test
  void aBiasOfTheGyroscopeIsStillness() {
    pass(1, 0, 0.03);
    assertThat(stillness.still()).isTrue();
  }

  @Test
  void slowlyMovingJointsAreNot() {
    pass(2, 0.3, 0);
    assertThat(stillness.still()).isFalse();
  }

  @Test
  void aSlowlyTurningTrunkIsNot() {
    pass(2, 0, 0.1);
    assertThat(stillness.still()).isFalse();
  }

  @Test
  void startingAnewTakesItsTimeAgain() {
    pass(1, 0, 0);
    stillness.start();
    pass(0.2, 0, 0);
    assertThat(stillness.still()).isFalse();
  }
}
