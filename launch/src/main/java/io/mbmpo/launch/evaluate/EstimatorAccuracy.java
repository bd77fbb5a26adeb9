package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import io.mbmpo.sim.Truth;
import java.util.SplittableRandom;

/**
 * How far estimated odometry is from the simulator's truth while a policy drives the robot on it,
 * tick by tick.
 */
public final class EstimatorAccuracy {
  /** Time between two pushes, and how long one lasts, s. */
  private static final double PUSH_EVERY_S = 3;

  private static final double PUSH_S = 0.1;

  private final RobotConfig config;
  private final Task task;
  private final SignedPolicy policy;
  private final SimulationOptions simulation;
  private final double seconds;
  private final double restS;
  private final double pushN;

  /**
   * @param config with an estimator
   * @param policy what drives the robot; null for random actions
   * @param seconds longest episode, s
   * @param restS how long the robot lies still before it is stood up, s
   * @param pushN sideways and forward pushes of up to so much, N
   */
  public EstimatorAccuracy(
      RobotConfig config,
      Task task,
      SignedPolicy policy,
      SimulationOptions simulation,
      double seconds,
      double restS,
      double pushN) {
    this.config = config;
    this.task = task;
    this.policy = policy;
    this.simulation = simulation;
    this.seconds = seconds;
    this.restS = restS;
    this.pushN = pushN;
  }

  /** One episode; depends on its seed only. */
  public Estimation run(long seed) {
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, simulation, port);
    EstimatedOdometry seen = (EstimatedOdometry) EstimatedOdometry.of(config, port);
    Controller controller = new Controller(config, task, seen, new ConditionFlags());
    PreparedRollout rollout =
        new Evaluation(config, task, policy, simulation, seconds).rollout(seed);
    robot.reset(seed);
    for (int i = 0; i < restS * config.control().tickRateHz(); i++) {
      step(robot, controller);
    }
    Errors errors = new Errors();
    Pushes pushes = new Pushes(seed);
    controller.offer(rollout);
    while (!controller.idle()) {
      if (controller.mode() == Mode.RUN) {
        pushes.push(robot);
      }
      step(robot, controller);
      if (controller.mode() == Mode.RUN) {
        errors.add(seen.estimate(), robot.truth());
      }
    }
    return errors.estimation(rollout.episode().end(), config.control().tickRateHz());
  }

  private static void step(SimulatedQuadruped robot, Controller controller) {
    robot.step();
    controller.tick(robot.nowNanos());
  }

  /** Every few seconds one in a random horizontal direction. */
  private final class Pushes {
    private final SplittableRandom random;
    private final int every = (int) (PUSH_EVERY_S * config.control().tickRateHz());
    private final int length = (int) (PUSH_S * config.control().tickRateHz());
    private int tick;
    private double x;
    private double y;

    Pushes(long seed) {
      random = new SplittableRandom(seed);
    }

    void push(SimulatedQuadruped robot) {
      if (tick % every == every - length) {
        double angle = 2 * Math.PI * random.nextDouble();
        x = pushN * Math.cos(angle);
        y = pushN * Math.sin(angle);
      }
      if (tick++ % every >= every - length) {
        robot.push(x, y, 0);
      }
    }
  }

  /** Sums over ticks. */
  private static final class Errors {
    private final double[] trunkVelocity = new double[3];
    private long ticks;
    private double velocity2;
    private double forward2;
    private double height2;
    private double speed;
    private double heading;
    private double startHeading;

    void add(OdometryState estimate, Truth truth) {
      truth.trunkVelocity(trunkVelocity);
      for (int i = 0; i < 3; i++) {
        velocity2 += square(estimate.linearVelocity[i] - trunkVelocity[i]);
      }
      forward2 += square(estimate.linearVelocity[0] - trunkVelocity[0]);
      height2 += square(estimate.position[2] - truth.position[2]);
      speed += trunkVelocity[0];
      double[] q = estimate.orientation;
      double yaw = Math.atan2(2 * (q[3] * q[2] + q[0] * q[1]), 1 - 2 * (q[1] * q[1] + q[2] * q[2]));
      heading = Math.IEEEremainder(yaw - truth.headingRad(), 2 * Math.PI);
      if (ticks++ == 0) {
        startHeading = heading;
      }
    }

    Estimation estimation(String end, int tickRateHz) {
      return new Estimation(
          (double) ticks / tickRateHz,
          speed / ticks,
          Math.sqrt(velocity2 / ticks),
          Math.sqrt(forward2 / ticks),
          Math.sqrt(height2 / ticks),
          Math.IEEEremainder(heading - startHeading, 2 * Math.PI),
          end);
    }

    private static double square(double value) {
      return value * value;
    }
  }
}
