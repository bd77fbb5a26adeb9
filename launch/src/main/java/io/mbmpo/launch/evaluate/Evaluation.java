package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.estimate.EstimatedOdometry;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.loop.TickObserver;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a policy's mean, or random actions, in the simulator through the real controller, in
 * lockstep.
 */
public final class Evaluation {
  /** Seeds of evaluation episodes start here; training draws 64-bit seeds at random. */
  static final long FIRST_SEED = 1_000;

  private final RobotConfig config;
  private final Task task;
  private final SignedPolicy policy;
  private final SimulationOptions simulation;
  private final double seconds;

  /**
   * @param config with an estimator: the controller sees estimates in place of odometry
   * @param policy what drives the robot; null for the random actions of a run's first iteration
   * @param simulation what it runs in; null where only {@link #rollout} is asked for
   * @param seconds longest episode, s
   */
  public Evaluation(
      RobotConfig config,
      Task task,
      SignedPolicy policy,
      SimulationOptions simulation,
      double seconds) {
    this.config = config;
    this.task = task;
    this.policy = policy;
    this.simulation = simulation;
    this.seconds = seconds;
  }

  /** Runs the episodes one after the other; each depends on its number only. */
  public List<Trial> run(int episodes, Consumer<Trial> each) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      Trial trial = watch(i, robot -> {});
      trials.add(trial);
      each.accept(trial);
    }
    return trials;
  }

  /** Runs one episode, showing the robot after every tick under the policy. */
  public Trial watch(int number, Consumer<SimulatedQuadruped> frames) {
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, simulation, port);
    JointTracking tracking = new JointTracking(port, config.jointCount());
    RobotPort seen = EstimatedOdometry.of(config, tracking);
    Controller controller = new Controller(config, task, seen, new ConditionFlags());
    PreparedRollout rollout = rollout(FIRST_SEED + number);
    TrueStates states = new TrueStates(config, rollout.buffer().horizon());
    Course course = new Course();
    TickObserver observer =
        (ticked, nowNanos) -> {
          states.record(robot.truth(), rollout.buffer());
          if (ticked.mode() == Mode.RUN) {
            course.at(robot.truth().position, robot.truth().orientation);
            tracking.at(robot.truth().jointPosition);
            frames.accept(robot);
          }
        };
    try (Lockstep lockstep = new Lockstep(controller, robot, observer)) {
      lockstep.run(rollout);
      return course.trial(
          states.episodeReturn(task, rollout.episode()), rollout.episode(), tracking.rmsRad());
    }
  }

  /** The rollout of one episode, ready to run once. */
  public PreparedRollout rollout(long seed) {
    int horizon = (int) Math.round(seconds * config.control().policyRateHz());
    String id = "evaluate-" + seed;
    if (policy == null) {
      RolloutPlan.Rollout random =
          new RolloutPlan.Rollout(id, 0, RolloutPlan.Exploration.RANDOM, seed, horizon);
      return new PreparedRollout(config, task, "untrained", 0, random, null, null);
    }
    PolicySnapshot snapshot = policy.snapshot();
    RolloutPlan.Rollout mean =
        new RolloutPlan.Rollout(
            id, snapshot.version(), RolloutPlan.Exploration.DETERMINISTIC, seed, horizon);
    return new PreparedRollout(
        config, task, snapshot.runId(), snapshot.iteration(), mean, snapshot, policy.digest());
  }
}
