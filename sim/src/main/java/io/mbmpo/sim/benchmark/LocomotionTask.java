package io.mbmpo.sim.benchmark;

import com.google.common.primitives.ImmutableDoubleArray;
import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.benchmark.Locomotion.Range;

/**
 * Move forward, fast and with little effort. With v the forward velocity in s′ and a clipped to
 * [−1, 1], the reward of one action is that of the paper's program,
 *
 * <pre>
 *   r = clip(v − w Σa² + b, −1000, 1000)
 * </pre>
 *
 * <p>with the robot's effort weight w and alive bonus b. Immutable, any thread.
 */
final class LocomotionTask implements Task {
  private static final double REWARD_LIMIT = 1000;

  private final Locomotion robot;
  private final TaskOptions options;
  private final int observationSize;

  LocomotionTask(Locomotion robot, TaskOptions options) {
    this.robot = robot;
    this.options = options;
    observationSize = robot.columns().size();
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public int actionSize() {
    return robot.hinges();
  }

  @Override
  public int horizon() {
    return options.horizon();
  }

  @Override
  public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
    int forward = robot.forwardVelocity();
    V effort = math.sum(math.square(math.clip(action, -1, 1)));
    V r = math.slice(next, forward, forward + 1);
    r = math.plus(r, math.times(effort, -robot.controlCost()));
    return math.clip(math.plus(r, robot.aliveBonus()), -REWARD_LIMIT, REWARD_LIMIT);
  }

  /**
   * An observation that is not finite always ends the episode; one outside the robot's healthy
   * ranges where early termination is on.
   */
  @Override
  public <V> V terminated(Arithmetic<V> math, V next) {
    V bad = NotFinite.in(math, next);
    if (options.earlyTermination()) {
      for (Range range : robot.healthy()) {
        V columns = math.slice(next, range.from(), range.to());
        V low = math.sum(math.below(columns, range.low()));
        V high = math.sum(math.below(math.times(columns, -1), -range.high()));
        bad = math.plus(bad, math.plus(low, high));
      }
    }
    return math.clip(bad, 0, 1);
  }

  /** The start pose, at rest. */
  @Override
  public float[] observationCenter() {
    float[] center = new float[observationSize];
    ImmutableDoubleArray pose = robot.episode(options.setting()).pose();
    for (int i = robot.hidden(); i < pose.length(); i++) {
      center[i - robot.hidden()] = (float) pose.get(i);
    }
    return center;
  }

  @Override
  public float[] observationScale() {
    return Quantity.scales(robot.columns());
  }
}
