package io.mbmpo.sim.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Motion that is known, through noise that is known. */
class JointSmootherTest {
  private static final double TICK_S = 0.002;
  private static final int TICKS = 10_000;
  private static final double POSITION_NOISE_RAD = 0.003;
  private static final double VELOCITY_NOISE_RAD_S = 0.3;

  private static double position(double t) {
    return 0.3 * Math.sin(2 * Math.PI * 0.7 * t) + 0.1 * Math.sin(2 * Math.PI * 2.3 * t + 1);
  }

  private static double velocity(double t) {
    return (position(t + 1e-6) - position(t - 1e-6)) / 2e-6;
  }

  @ParameterizedTest
  @CsvSource({"0", "0.001", "0.006"})
  void noiseIsTakenOffWithoutDelayHoweverLateVelocitiesAre(double lagS) {
    Random random = new Random(1);
    double[] q = new double[TICKS];
    double[] v = new double[TICKS];
    for (int i = 0; i < TICKS; i++) {
      q[i] = position(i * TICK_S) + POSITION_NOISE_RAD * random.nextGaussian();
      v[i] = velocity(i * TICK_S - lagS) + VELOCITY_NOISE_RAD_S * random.nextGaussian();
    }
    JointSmoother smoother = new JointSmoother(TICK_S);
    double sigma = smoother.smooth(new double[][] {q}, new double[][] {v})[0];
    double ago = Math.min(lagS, 0.5 * TICK_S); // that of a simulated robot's velocities is kept
    double squareQ = 0;
    double squareV = 0;
    double late = 0;
    double acceleration = 0;
    int count = 0;
    for (int i = smoother.settling(); i < TICKS - smoother.settling(); i++) {
      double t = i * TICK_S;
      double offQ = q[i] - position(t);
      double offV = v[i] - velocity(t - ago);
      double a = (velocity(t + 1e-4) - velocity(t - 1e-4)) / 2e-4;
      squareQ += offQ * offQ;
      squareV += offV * offV;
      late -= offV * a;
      acceleration += a * a;
      count++;
    }
    assertThat(Math.sqrt(squareQ / count)).isLessThan(0.4 * POSITION_NOISE_RAD);
    assertThat(Math.sqrt(squareV / count)).isLessThan(0.2 * VELOCITY_NOISE_RAD_S);
    assertThat(sigma)
        .as("what is said of the rest")
        .isBetween(0.5 * Math.sqrt(squareV / count), 2 * Math.sqrt(squareV / count));
    assertThat(Math.abs(late / acceleration)).as("delay, s").isLessThan(0.0006);
  }
}
