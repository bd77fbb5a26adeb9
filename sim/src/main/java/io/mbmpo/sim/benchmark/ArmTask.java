package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bring the tip to the goal with little effort. With d the way from tip to goal in s′ and a clipped
 * to [−1, 1], the reward of one action is that of the paper's PR2,
 *
 * <pre>
 *   r = −|d|² − 0.005 Σa²
 * </pre>
 *
 * <p>An episode ends early only on an observation that is not finite. Immutable, any thread.
 */
final class ArmTask implements Task {
  private static final double EFFORT_COST = 0.005;

  private final int horizon;

  ArmTask(int horizon) {
    this.horizon = horizon;
  }

  @Override
  public int observationSize() {
    return Arm.OBSERVATION_SIZE;
  }

  @Override
  public int actionSize() {
    return Arm.JOINTS;
  }

  @Override
  public int horizon() {
    return horizon;
  }

  @Override
  public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
    V toGoal = math.slice(next, Arm.TO_GOAL, Arm.OBSERVATION_SIZE);
    V effort = math.sum(math.square(math.clip(action, -1, 1)));
    V cost = math.plus(math.sum(math.square(toGoal)), math.times(effort, EFFORT_COST));
    return math.times(cost, -1);
  }

  @Override
  public <V> V terminated(Arithmetic<V> math, V next) {
    return NotFinite.in(math, next);
  }

  /** The start pose, at rest, at the goal. */
  @Override
  public float[] observationCenter() {
    float[] center = new float[Arm.OBSERVATION_SIZE];
    for (int i = 0; i < Arm.JOINTS; i++) {
      center[i] = (float) Arm.EPISODE.pose().get(i);
    }
    return center;
  }

  @Override
  public float[] observationScale() {
    List<Quantity> columns = new ArrayList<>();
    columns.addAll(Collections.nCopies(Arm.JOINTS, Quantity.ANGLE));
    columns.addAll(Collections.nCopies(Arm.JOINTS, Quantity.ANGULAR_VELOCITY));
    columns.addAll(Collections.nCopies(3, Quantity.LENGTH));
    return Quantity.scales(columns);
  }
}
