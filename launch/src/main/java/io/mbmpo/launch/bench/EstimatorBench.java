package io.mbmpo.launch.bench;

import io.mbmpo.launch.evaluate.Estimation;
import io.mbmpo.launch.evaluate.EstimatorAccuracy;
import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.robotconfigs.EstimatorConfig.Heading;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.SimulationConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.DomainRange;
import io.mbmpo.sim.DomainRange.Interval;
import io.mbmpo.sim.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Estimated odometry beside the truth, in easy and hard conditions: a line each. The same figures
 * every time.
 */
public final class EstimatorBench {
  /** Seeds that neither training nor evaluation uses. */
  private static final long FIRST_SEED = 5_000;

  private static final double REST_S = 20;
  private static final double PUSH_SHARE_OF_WEIGHT = 0.4;
  private static final SimulationOptions EXACT = SimulationOptions.nominal();
  private static final SimulationOptions NOISE = EXACT.withNoise();
  private static final Interval ONE = Interval.fixed(1);
  private static final Interval NONE = Interval.fixed(0);
  private static final DomainRange SLIPPERY =
      new DomainRange(ONE, Interval.fixed(0.5), ONE, NONE, NONE, NONE);
  private static final DomainRange LOADED =
      new DomainRange(Interval.fixed(1.1), ONE, ONE, Interval.fixed(1), NONE, NONE);

  private final RobotConfig robot;
  private final Task task;
  private final SignedPolicy policy;
  private final int episodes;
  private final double seconds;

  /**
   * @param policy walks
   * @param episodes for each line
   * @param seconds longest episode, s
   */
  public EstimatorBench(
      RobotConfig robot, Task task, SignedPolicy policy, int episodes, double seconds) {
    this.robot = robot.withoutOdometry();
    this.task = task;
    this.policy = policy;
    this.episodes = episodes;
    this.seconds = seconds;
  }

  /** Of what the lines of {@link #run} tell. */
  public static String heading() {
    return "                                  true speed   velocity RMSE (forward)   height RMSE"
        + "   heading drift, worst   falls";
  }

  /** Measures, and tells each line as soon as it is known. */
  public void run(Consumer<String> lines) {
    double push = PUSH_SHARE_OF_WEIGHT * 9.81 * massKg();
    RobotConfig worse = imu(Heading.IMU);
    lines.accept(line("exact sensors", robot, policy, EXACT, 0, 0));
    lines.accept(line("noise of robot.yaml", robot, policy, NOISE, 0, 0));
    lines.accept(line("and IMU biases", worse, policy, NOISE, 0, 0));
    lines.accept(line("and heading by gyroscope", imu(Heading.GYRO), policy, NOISE, REST_S, 0));
    lines.accept(line("half the friction", worse, policy, NOISE.withDomain(SLIPPERY), 0, 0));
    lines.accept(line("heavier, 1 kg of load", worse, policy, NOISE.withDomain(LOADED), 0, 0));
    lines.accept(line("pushed every 3 s", worse, policy, NOISE, 0, push));
    lines.accept(line("random actions, falling", worse, null, NOISE, 0, 0));
  }

  private double massKg() {
    return robot.model().links().stream().mapToDouble(link -> link.massKg()).sum();
  }

  /** The robot with an IMU that has biases and a noisy accelerometer. */
  private RobotConfig imu(Heading heading) {
    SimulationConfig s = robot.simulation();
    return robot.with(
        new SimulationConfig(
            s.groundFriction(),
            s.startPerturbationRad(),
            s.gyroNoiseRadS(),
            s.orientationNoiseRad(),
            s.jointPositionNoiseRad(),
            s.jointVelocityNoiseRadS(),
            s.odometryVelocityNoiseMS(),
            0.005,
            0.3,
            0.1),
        robot.estimator().withHeading(heading));
  }

  private String line(
      String what,
      RobotConfig config,
      SignedPolicy driver,
      SimulationOptions simulation,
      double restS,
      double pushN) {
    EstimatorAccuracy accuracy =
        new EstimatorAccuracy(config, task, driver, simulation, seconds, restS, pushN);
    List<Estimation> all = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      all.add(accuracy.run(FIRST_SEED + i));
    }
    return String.format(
        Locale.ROOT,
        "  %-30s %6.2f m/s   %.3f m/s (%.3f)         %.4f m      %5.2f °/min           %d of %d",
        what,
        all.stream().mapToDouble(Estimation::speedMS).average().orElseThrow(),
        rootMeanSquare(all, Estimation::velocityRmseMS),
        rootMeanSquare(all, Estimation::forwardRmseMS),
        rootMeanSquare(all, Estimation::heightRmseM),
        all.stream().mapToDouble(Estimation::headingDriftDegreesAMinute).max().orElseThrow(),
        all.stream().filter(one -> !one.end().equals("horizon")).count(),
        all.size());
  }

  /** Over all ticks of all episodes. */
  private static double rootMeanSquare(List<Estimation> all, ToDoubleFunction<Estimation> value) {
    double sum = 0;
    double seconds = 0;
    for (Estimation one : all) {
      double v = value.applyAsDouble(one);
      sum += one.seconds() * v * v;
      seconds += one.seconds();
    }
    return Math.sqrt(sum / seconds);
  }
}
