package io.mbmpo.launch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import io.mbmpo.sim.DomainRange;
import io.mbmpo.sim.DomainRange.Interval;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bars that the estimator has to meet, with noise on; {@code bench estimator} says more. */
class EstimatorAccuracyTest {
  private static final SimulationOptions NOISE = SimulationOptions.nominal().withNoise();
  private static final double RMSE_MS = 0.06;
  private static final double DRIFT_DEGREES_A_MINUTE = 2;

  private static RobotConfig robot(String name) {
    return RobotConfigLoader.load(folder(name)).withoutOdometry();
  }

  private static Path folder(String name) {
    return Path.of(System.getProperty("mbmpo.root"), "robot-configs", name);
  }

  private static SignedPolicy pretrained(RobotConfig config, Task task) {
    return SignedPolicy.load(
        folder(config.name()).resolve("pretrained/policy.snapshot"), null, config, task);
  }

  @ParameterizedTest
  @CsvSource({"go1, 11, 10", "go1, 12, 20", "go1, 13, 40", "anymal_c, 14, 10"})
  void aWalkingRobotKnowsItsSpeedHeightAndHeading(String name, long seed, double seconds) {
    RobotConfig config = robot(name);
    Task task = new WalkTask(config);
    Estimation walk =
        new EstimatorAccuracy(config, task, pretrained(config, task), NOISE, seconds, 0, 0)
            .run(seed);
    assertThat(walk.seconds()).isEqualTo(seconds);
    assertThat(walk.speedMS()).isGreaterThan(1);
    assertThat(walk.velocityRmseMS()).isLessThan(RMSE_MS);
    assertThat(walk.heightRmseM()).isLessThan(0.01);
    assertThat(walk.headingDriftDegreesAMinute()).isLessThan(DRIFT_DEGREES_A_MINUTE);
  }

  @Test
  void theSameWalkTwiceIsEstimatedByTheSameNumbers() {
    RobotConfig config = robot("go1");
    Task task = new WalkTask(config);
    EstimatorAccuracy accuracy =
        new EstimatorAccuracy(config, task, pretrained(config, task), NOISE, 3, 0, 30);
    assertThat(accuracy.run(21)).isEqualTo(accuracy.run(21)).isNotEqualTo(accuracy.run(22));
  }

  @Test
  void onSlipperyGroundAndWhenPushedTheEstimateStaysUsable() {
    RobotConfig config = robot("go1");
    Task task = new WalkTask(config);
    Interval one = Interval.fixed(1);
    Interval none = Interval.fixed(0);
    DomainRange slippery = new DomainRange(one, Interval.fixed(0.5), one, none, none, none);
    Estimation slips =
        new EstimatorAccuracy(
                config, task, pretrained(config, task), NOISE.withDomain(slippery), 10, 0, 50)
            .run(31);
    assertThat(slips.velocityRmseMS()).isLessThan(0.12);
  }

  /** Collapses at full speed, lies, gets up, and walks on: nothing is left of the fall. */
  @Test
  void afterAFallAndGettingUpTheEstimateIsAsGoodAsBefore() {
    RobotConfig config = robot("go1");
    Task task = new WalkTask(config);
    Evaluation walks = new Evaluation(config, task, pretrained(config, task), NOISE, 6);
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped simulated = new SimulatedQuadruped(config, NOISE, port);
    EstimatedOdometry seen = (EstimatedOdometry) EstimatedOdometry.of(config, port);
    ConditionFlags flags = new ConditionFlags();
    Controller controller = new Controller(config, task, seen, flags);
    simulated.reset(41);
    PreparedRollout first = walks.rollout(41);
    controller.offer(first);
    ticks(controller, simulated, 2500);
    assertThat(controller.mode()).isEqualTo(Mode.RUN);
    flags.set(Condition.TICK_OVERRUN, true);
    ticks(controller, simulated, 50);
    flags.set(Condition.TICK_OVERRUN, false);
    ticks(controller, simulated, 1500);
    assertThat(controller.mode()).isEqualTo(Mode.OFF);
    assertThat(controller.severity().atLeast(Severity.BLOCK)).isFalse();
    assertThat(Math.abs(seen.estimate().linearVelocity[0])).isLessThan(0.1);

    controller.takeFinished();
    PreparedRollout second = walks.rollout(42);
    controller.offer(second);
    double[] truth = new double[3];
    double error2 = 0;
    int ran = 0;
    while (!controller.idle()) {
      ticks(controller, simulated, 1);
      if (controller.mode() == Mode.RUN) {
        OdometryState estimate = seen.estimate();
        simulated.truth().trunkVelocity(truth);
        for (int i = 0; i < 3; i++) {
          error2 += Math.pow(estimate.linearVelocity[i] - truth[i], 2);
        }
        ran++;
      }
    }
    assertThat(ran).isEqualTo(3000);
    assertThat(Math.sqrt(error2 / ran)).isLessThan(RMSE_MS);
  }

  private static void ticks(Controller controller, SimulatedQuadruped robot, int count) {
    for (int i = 0; i < count; i++) {
      robot.step();
      controller.tick(robot.nowNanos());
    }
  }
}
