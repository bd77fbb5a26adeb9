package io.mbmpo.robotconfigs.task;

/**
 * What is to be learned: the reward r(s, a, s′) and the rule that ends an episode, defined once for
 * reality and imagination. Actions are as the policy gives them, before clipping to [−1, 1].
 */
public interface Task {
  /** Width of an observation. */
  int observationSize();

  /** Width of an action. */
  int actionSize();

  /** Longest episode, in policy steps. */
  int horizon();

  /**
   * Reward of one step, width 1.
   *
   * @param observation s, width {@link #observationSize()}
   * @param action a, width {@link #actionSize()}
   * @param next s′, width {@link #observationSize()}
   */
  <V> V reward(Arithmetic<V> math, V observation, V action, V next);

  /** 1 where {@code next} ends the episode (a fall), else 0; width 1. */
  <V> V terminated(Arithmetic<V> math, V next);

  /** Subtracted from an observation before the policy sees it, width {@link #observationSize()}. */
  float[] observationCenter();

  /** Then multiplied with, width {@link #observationSize()}. */
  float[] observationScale();
}
