package io.mbmpo.learner.toy;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import java.util.SplittableRandom;

/** The point's real side: s′ = s + 0.3 clip(a) + wind, from anywhere in [−1, 1]². */
public final class PointEnvironment implements Environment {
  public static final float GAIN = 0.3f;

  private final Task task;
  private final float wind;
  private final float[] state = new float[2];

  /**
   * @param wind what is added to both coordinates with every step
   */
  public PointEnvironment(Task task, float wind) {
    this.task = task;
    this.wind = wind;
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public double policyPeriodS() {
    return 0.1;
  }

  @Override
  public void reset(long seed, float[] first) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2; i++) {
      state[i] = (float) (2 * random.nextDouble() - 1);
      first[i] = state[i];
    }
  }

  @Override
  public boolean step(float[] action, float[] next) {
    for (int i = 0; i < 2; i++) {
      state[i] += GAIN * Math.max(-1, Math.min(1, action[i])) + wind;
      next[i] = state[i];
    }
    return true;
  }

  @Override
  public void close() {}
}
