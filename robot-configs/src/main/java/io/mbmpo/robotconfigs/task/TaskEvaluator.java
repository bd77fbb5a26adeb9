package io.mbmpo.robotconfigs.task;

/**
 * A task on real transitions kept in row-major float arrays; nothing is copied. Allocates on the
 * first evaluation of each kind only, so the control thread may use it after {@link #warmUp}. One
 * thread at a time.
 */
public final class TaskEvaluator {
  private final Task task;
  private final FloatArithmetic math = new FloatArithmetic();

  public TaskEvaluator(Task task) {
    this.task = task;
  }

  /** Evaluates reward and termination once, so that later evaluations allocate nothing. */
  public void warmUp() {
    float[] observation = task.observationCenter();
    reward(observation, 0, new float[task.actionSize()], 0, observation, 0);
    terminated(observation, 0);
  }

  /**
   * r(s, a, s′).
   *
   * @param observations holds s from {@code at} on
   * @param actions holds a from {@code actionAt} on
   * @param nexts holds s′ from {@code nextAt} on; may be the same array as {@code observations}
   */
  public float reward(
      float[] observations, int at, float[] actions, int actionAt, float[] nexts, int nextAt) {
    math.reset();
    FloatRow s = math.row(observations, at, task.observationSize());
    FloatRow a = math.row(actions, actionAt, task.actionSize());
    FloatRow next = math.row(nexts, nextAt, task.observationSize());
    return task.reward(math, s, a, next).get(0);
  }

  /** Whether the observation from {@code at} on ends the episode. */
  public boolean terminated(float[] observations, int at) {
    math.reset();
    FloatRow next = math.row(observations, at, task.observationSize());
    return task.terminated(math, next).get(0) > 0.5f;
  }
}
