package io.mbmpo.learner.toy;

import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;

/**
 * A linear-quadratic task: a point in the plane, s = (x, y), is to be pushed to the origin. It may
 * not leave a disc, if one is given.
 */
public final class PointTask implements Task {
  public static final int HORIZON = 15;
  private final double radius;

  /**
   * @param radius of the disc, infinite for none
   */
  public PointTask(double radius) {
    this.radius = radius;
  }

  @Override
  public int observationSize() {
    return 2;
  }

  @Override
  public int actionSize() {
    return 2;
  }

  @Override
  public int horizon() {
    return HORIZON;
  }

  @Override
  public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
    V distance = math.sum(math.square(next));
    V effort = math.sum(math.square(math.clip(action, -1, 1)));
    return math.plus(math.plus(math.times(distance, -1), math.times(effort, -0.01)), 1);
  }

  @Override
  public <V> V terminated(Arithmetic<V> math, V next) {
    return math.below(math.times(math.sum(math.square(next)), -1), -radius * radius);
  }

  @Override
  public float[] observationCenter() {
    return new float[2];
  }

  @Override
  public float[] observationScale() {
    return new float[] {1, 1};
  }
}
