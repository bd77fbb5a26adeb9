package io.mbmpo.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.EstimatorConfig;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VelocityFilterTest {
  private static final double DT = 0.002;
  private static final double[] LEVEL = {0, 0, 1};
  private static final double[] NO_TURN = {0, 0, 0};

  private final VelocityFilter filter = new VelocityFilter(EstimatorConfig.DEFAULT);

  @Test
  void atRestGravityMovesNothing() {
    for (int i = 0; i < 500; i++) {
      filter.predict(NO_TURN, new double[] {0, 0, 9.81}, LEVEL, DT);
    }
    for (int axis = 0; axis < 3; axis++) {
      assertThat(filter.velocity(axis)).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void aTurningTrunkSeesTheSameWorldVelocityTurnTheOtherWay() {
    filter.start(1);
    for (int i = 0; i < 1000; i++) {
      filter.correct(new double[] {1, 0, 0.5}, 1e-4);
    }
    double[] turn = {0, 0, 0.8};
    // Free of forces but gravity's counterpart; only the frame turns.
    for (int i = 0; i < 500; i++) {
      filter.predict(turn, new double[] {0, 0, 9.81}, LEVEL, DT);
    }
    assertThat(filter.velocity(0)).isCloseTo(Math.cos(0.8), within(2e-3));
    assertThat(filter.velocity(1)).isCloseTo(-Math.sin(0.8), within(2e-3));
    assertThat(filter.velocity(2)).isCloseTo(0.5, within(2e-3));
  }

  @Test
  void aConstantErrorOfTheAccelerometerIsLearned() {
    for (int i = 0; i < 10_000; i++) {
      filter.predict(NO_TURN, new double[] {0.2, -0.1, 9.81 + 0.15}, LEVEL, DT);
      filter.correct(new double[] {0.7, 0, 0}, 0.1);
    }
    assertThat(filter.bias(0)).isCloseTo(0.2, within(0.02));
    assertThat(filter.bias(1)).isCloseTo(-0.1, within(0.02));
    assertThat(filter.bias(2)).isCloseTo(0.15, within(0.02));
    assertThat(filter.velocity(0)).isCloseTo(0.7, within(1e-3));
  }

  /**
   * Without turning, the axes do not know of each other: each is a filter of two states, written
   * out here in full.
   */
  @Test
  void oneAxisIsTheTextbooksFilterOfVelocityAndBias() {
    EstimatorConfig config = EstimatorConfig.DEFAULT;
    SplittableRandom random = new SplittableRandom(2);
    double v = 0;
    double b = 0;
    filter.start(0.1);
    double vv = 0.01;
    double vb = 0;
    double bb = config.accelerometerBiasMS2() * config.accelerometerBiasMS2();
    for (int i = 0; i < 2000; i++) {
      double force = random.nextDouble() - 0.5;
      double measured = 0.1 * random.nextDouble();
      v += (force - b) * DT;
      vv += -2 * DT * vb + DT * DT * bb + Math.pow(config.accelerometerNoiseMS2() * DT, 2);
      vb -= DT * bb;
      bb += 0.02 * 0.02 * DT;
      double gainV = vv / (vv + 0.04);
      double gainB = vb / (vv + 0.04);
      double error = measured - v;
      v += gainV * error;
      b += gainB * error;
      bb -= gainB * vb;
      vb -= gainV * vb;
      vv -= gainV * vv;
      filter.predict(NO_TURN, new double[] {force, 0, 9.81}, LEVEL, DT);
      filter.correct(new double[] {measured, 0, 0}, 0.2);
      assertThat(filter.velocity(0)).isCloseTo(v, within(1e-10));
      assertThat(filter.bias(0)).isCloseTo(b, within(1e-10));
    }
    assertThat(filter.uncertainty()).isCloseTo(Math.sqrt(vv), within(1e-10));
  }

  @Test
  void aSlippingFootCountsForLittleAndASteadyOneIsBelievedInTheEnd() {
    filter.start(1);
    for (int i = 0; i < 5000; i++) {
      filter.predict(NO_TURN, new double[] {0, 0, 9.81}, LEVEL, DT);
      filter.correct(new double[] {1, 0, 0}, 0.1);
    }
    filter.correct(new double[] {6, 0, 0}, 0.1);
    assertThat(filter.velocity(0)).isCloseTo(1, within(0.01));
    for (int i = 0; i < 5000; i++) {
      filter.predict(NO_TURN, new double[] {0, 0, 9.81}, LEVEL, DT);
      filter.correct(new double[] {2, 0, 0}, 0.1);
    }
    assertThat(filter.velocity(0)).isCloseTo(2, within(0.05));
  }

  @Test
  void withNothingToHoldItTheVelocityGrowsUncertain() {
    filter.start(0.1);
    assertThat(filter.uncertainty()).isCloseTo(0.1, within(1e-12));
    for (int i = 0; i < 1500; i++) {
      filter.predict(NO_TURN, new double[] {0, 0, 9.81}, LEVEL, DT);
    }
    assertThat(filter.uncertainty()).isGreaterThan(0.5);
  }
}
