package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the sensors say, what the motors are told stays inside the limits. */
class WildSensorsTest {
  private static final double[] WILD = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e9, 0, 1e-300
  };

  @Test
  void commandsStayInsidePositionAndRateLimitsOverAHundredThousandWildTicks() {
    SplittableRandom random = new SplittableRandom(3);
    Bench bench = new Bench();
    bench.robot.spoilJoints =
        state -> {
          spoil(random, state.position, 0.3);
          spoil(random, state.velocity, 5);
        };
    bench.robot.spoilImu = state -> spoil(random, state.angularVelocity, 3);
    bench.robot.spoilOdometry = state -> spoil(random, state.linearVelocity, 2);
    double step = Bench.CONFIG.control().targetRateRadS() / 500 + 1e-12;
    double[] last = null;
    int runTicks = 0;
    for (int i = 0; i < 100_000; i++) {
      if (bench.controller.idle()) {
        bench.controller.takeFinished();
        bench.controller.offer(Bench.random("e" + i, 50));
        bench.robot.operator(false, i % 2 == 0);
      }
      bench.robot.operator(false, i % 100 == 0);
      boolean wasActive = bench.controller.mode().active();
      bench.tick();
      bench.robot.port.takeCommand(bench.robot.command);
      boolean active = bench.controller.mode().active();
      double[] now = bench.robot.command.position.clone();
      for (int j = 0; active && j < now.length; j++) {
        JointConfig joint = Bench.CONFIG.joints().get(j);
        assertThat(now[j]).isBetween(joint.lowerRad(), joint.upperRad());
        if (wasActive) {
          assertThat(Math.abs(now[j] - last[j])).isLessThanOrEqualTo(step);
        }
      }
      for (int j = 0; j < now.length; j++) {
        assertThat(now[j]).isFinite();
        assertThat(bench.robot.command.effort[j]).isZero();
      }
      last = now;
      runTicks += bench.controller.mode() == Mode.RUN ? 1 : 0;
    }
    assertThat(runTicks).isGreaterThan(1000);
    assertThat(bench.controller.internalErrors()).isZero();
  }

  private static void spoil(SplittableRandom random, double[] values, double amount) {
    for (int i = 0; i < values.length; i++) {
      values[i] += amount * (2 * random.nextDouble() - 1);
    }
    if (random.nextInt(3000) == 0) {
      values[random.nextInt(values.length)] = WILD[random.nextInt(WILD.length)];
    }
  }
}
