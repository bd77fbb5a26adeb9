package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.util.function.Consumer;

/**
 * Whether a robot stands that nothing has learned to move yet: the controller stands it up, and a
 * policy that does nothing keeps it there. In lockstep, in the embedded simulator or in Gazebo.
 */
public final class StandTrial {
  private final RobotConfig config;
  private final Task task;
  private final double seconds;

  /**
   * @param config with an estimator: the controller sees estimates in place of odometry
   * @param seconds how long it is to stand, s
   */
  public StandTrial(RobotConfig config, Task task, double seconds) {
    this.config = config;
    this.task = task;
    this.seconds = seconds;
  }

  /**
   * In the embedded simulator.
   *
   * @param frames is shown the robot after every tick, standing up included
   */
  public Standing inSimulator(SimulationOptions options, Consumer<SimulatedQuadruped> frames) {
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, options, port);
    return run(port, robot, new ConditionFlags(), () -> frames.accept(robot));
  }

  /** In Gazebo, over the ROS 2 wire. */
  public Standing inGazebo(GazeboRobot gazebo) {
    return run(gazebo.lockstep(), gazebo.lockstep(), gazebo.flags(), () -> {});
  }

  private Standing run(
      RobotPort port, SteppedRobot robot, ConditionFlags flags, Runnable afterTick) {
    StandWatch watch = new StandWatch(config, port);
    Controller controller =
        new Controller(config, task, EstimatedOdometry.of(config, watch), flags);
    PreparedRollout rollout = rollout();
    new Lockstep(
            controller,
            robot,
            (ticked, nowNanos) -> {
              watch.look(ticked.mode());
              afterTick.run();
            })
        .run(rollout);
    return watch.standing(seconds, rollout.episode());
  }

  private PreparedRollout rollout() {
    PolicySnapshot still = StillPolicy.of(config, task);
    int horizon = (int) Math.round(seconds * config.control().policyRateHz());
    Rollout mean =
        new Rollout(
            "stand", still.version(), Exploration.DETERMINISTIC, Evaluation.FIRST_SEED, horizon);
    return new PreparedRollout(config, task, still.runId(), 0, mean, still, new byte[32]);
  }
}
