package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;

/**
 * Go to the origin of the plane: r = −|s′|. It is reached, which ends the episode where early
 * termination is on, when both coordinates are below 0.01 m. Immutable, any thread.
 */
final class PointTask implements Task {
  static final int SIZE = 2;

  private static final double REACHED_M = 0.01;

  private final TaskOptions options;

  PointTask(TaskOptions options) {
    this.options = options;
  }

  @Override
  public int observationSize() {
    return SIZE;
  }

  @Override
  public int actionSize() {
    return SIZE;
  }

  @Override
  public int horizon() {
    return options.horizon();
  }

  @Override
  public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
    return math.times(math.sqrt(math.sum(math.square(next))), -1);
  }

  @Override
  public <V> V terminated(Arithmetic<V> math, V next) {
    V over = NotFinite.in(math, next);
    if (options.earlyTermination()) {
      V near = math.below(math.abs(next), REACHED_M);
      V reached = math.times(math.slice(near, 0, 1), math.slice(near, 1, SIZE));
      over = math.max(over, reached);
    }
    return over;
  }

  @Override
  public float[] observationCenter() {
    return new float[SIZE];
  }

  @Override
  public float[] observationScale() {
    return Quantity.scales(List.of(Quantity.PLACE, Quantity.PLACE));
  }
}
