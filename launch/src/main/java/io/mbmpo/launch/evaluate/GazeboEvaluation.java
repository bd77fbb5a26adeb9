package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.gazebo.GazeboRobot;
import io.mbmpo.learner.EpisodeReturn;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a policy's mean in Gazebo through the real controller and the ROS 2 wire, in lockstep, and
 * measures it by Gazebo's odometry, which is exact.
 */
public final class GazeboEvaluation {
  private final RobotConfig config;
  private final Task task;
  private final Evaluation rollouts;

  /**
   * @param policy what drives the robot; null for the random actions of a run's first iteration
   * @param seconds longest episode, s
   */
  public GazeboEvaluation(RobotConfig config, Task task, SignedPolicy policy, double seconds) {
    this.config = config;
    this.task = task;
    rollouts = new Evaluation(config, task, policy, null, seconds);
  }

  /** Runs the episodes one after the other, each from a reset. */
  public List<Trial> run(GazeboRobot gazebo, int episodes, Consumer<Trial> each) {
    List<Trial> trials = new ArrayList<>();
    JointTracking tracking = new JointTracking(gazebo.lockstep(), config.jointCount());
    Controller controller =
        new Controller(config, task, EstimatedOdometry.of(config, tracking), gazebo.flags());
    OdometryState odometry = gazebo.lockstep().odometry();
    for (int i = 0; i < episodes; i++) {
      Course course = new Course();
      tracking.begin();
      Lockstep lockstep =
          new Lockstep(
              controller,
              gazebo.lockstep(),
              (ticked, nowNanos) -> {
                if (ticked.mode() == Mode.RUN) {
                  course.at(odometry.position, odometry.orientation);
                  tracking.at(tracking.measured());
                }
              });
      PreparedRollout rollout = rollouts.rollout(Evaluation.FIRST_SEED + i);
      lockstep.run(rollout);
      Trial trial =
          course.trial(
              EpisodeReturn.of(task, rollout.episode()), rollout.episode(), tracking.rmsRad());
      trials.add(trial);
      each.accept(trial);
    }
    return trials;
  }
}
