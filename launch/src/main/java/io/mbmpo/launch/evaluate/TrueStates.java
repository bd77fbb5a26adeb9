package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.sense.Observer;
import io.mbmpo.controller.sense.Sensors;
import io.mbmpo.link.Episode;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.ObservationLayout;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import io.mbmpo.sim.Truth;

/**
 * What the controller's observations would have been had its odometry been the truth: an episode's
 * return is then the same quantity whether the robot measured, estimated or knew.
 */
final class TrueStates {
  private final InProcessPort port;
  private final Sensors sensors;
  private final Observer observer;
  private final OdometryState odometry = new OdometryState();
  private final double[] targets;
  private final int width;
  private final float[] rows;
  private int next;

  TrueStates(RobotConfig config, int horizon) {
    port = new InProcessPort(config.jointCount());
    sensors = new Sensors(config.jointCount());
    observer = new Observer(config);
    targets = new double[config.jointCount()];
    width = observer.size();
    rows = new float[(horizon + 1) * width];
  }

  /** Looks after each tick whether the controller has made an observation in it. */
  void record(Truth truth, EpisodeBuffer buffer) {
    if (buffer.nextObservation() == next) {
      return;
    }
    odometry.stampNanos = truth.stampNanos;
    System.arraycopy(truth.position, 0, odometry.position, 0, 3);
    System.arraycopy(truth.orientation, 0, odometry.orientation, 0, 4);
    truth.trunkVelocity(odometry.linearVelocity);
    port.publish(odometry);
    sensors.read(port);
    if (next == 0) {
      observer.setStartFrame(sensors);
    }
    observer.observe(sensors, targets, rows, next);
    next = buffer.nextObservation();
  }

  /** Undiscounted return by the task's reward: the truth for odometry, the rest as measured. */
  double episodeReturn(Task task, Episode episode) {
    float[] states = episode.observations().clone();
    int from = ObservationLayout.LINEAR_VELOCITY;
    int columns = ObservationLayout.JOINT_POSITIONS - from;
    for (int t = 0; t <= episode.length(); t++) {
      System.arraycopy(rows, t * width + from, states, t * width + from, columns);
    }
    TaskEvaluator evaluator = new TaskEvaluator(task);
    int a = episode.actionSize();
    double total = 0;
    for (int t = 0; t < episode.length(); t++) {
      total +=
          evaluator.reward(states, t * width, episode.actions(), t * a, states, (t + 1) * width);
    }
    return total;
  }
}
