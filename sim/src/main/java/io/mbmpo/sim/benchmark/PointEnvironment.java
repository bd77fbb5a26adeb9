package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.sim.SeededStreams;
import java.util.Random;

/**
 * A point in the plane that an action, clipped to [−1, 1], moves by up to 0.1 m in each direction.
 * Starts anywhere in a square of 4 m. An action with a NaN is refused, and every later one until
 * {@link #reset}.
 */
final class PointEnvironment implements Environment {
  private static final double STEP_M = 0.1;
  private static final double START_M = 2;
  private static final double PERIOD_S = 0.1;

  private final Task task;
  private final double reachM;
  private final double[] place = new double[PointTask.SIZE];
  private boolean usable;

  /**
   * @throws TaskRefusedException when the options change the mass: a point has none
   */
  PointEnvironment(TaskOptions options) {
    if (options.physics().massFactor() != 1) {
      throw new TaskRefusedException(
          "massFactor must be 1 for the task point, which has no mass: "
              + options.physics().massFactor());
    }
    task = new PointTask(options);
    reachM = STEP_M * options.physics().motorStrengthFactor();
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public double policyPeriodS() {
    return PERIOD_S;
  }

  @Override
  public void reset(long seed, float[] first) {
    Random random = new SeededStreams(seed).stream("start positions");
    for (int i = 0; i < place.length; i++) {
      place[i] = START_M * (2 * random.nextDouble() - 1);
      first[i] = (float) place[i];
    }
    usable = true;
  }

  @Override
  public boolean step(float[] action, float[] next) {
    for (int i = 0; i < place.length; i++) {
      usable = usable && !Float.isNaN(action[i]);
    }
    for (int i = 0; usable && i < place.length; i++) {
      place[i] += reachM * Math.min(Math.max(action[i], -1), 1);
      next[i] = (float) place[i];
    }
    return usable;
  }

  @Override
  public void close() {
    usable = false;
  }
}
