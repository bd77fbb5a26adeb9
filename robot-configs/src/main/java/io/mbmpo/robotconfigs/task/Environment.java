package io.mbmpo.robotconfigs.task;

/**
 * The real side of a task where it can be stepped at will: a simulator. Reward and termination are
 * the {@link Task}'s, evaluated by the caller on the observations written here. One episode at a
 * time, one thread at a time; the same seed and actions give the same observations, bit by bit.
 */
public interface Environment extends AutoCloseable {
  /** What is to be learned here. */
  Task task();

  /** Time between two observations, s. */
  double policyPeriodS();

  /**
   * Starts an episode.
   *
   * @param seed of everything random in the episode
   * @param first s₀ is written here, width {@link Task#observationSize()}
   */
  void reset(long seed, float[] first);

  /**
   * One policy step.
   *
   * @param action as the policy drew it, before clipping to [−1, 1], width {@link
   *     Task#actionSize()}
   * @param next s′ is written here
   * @return false when the simulation diverged: {@code next} is not to be used and the episode is
   *     over
   */
  boolean step(float[] action, float[] next);

  /** Frees native memory. */
  @Override
  void close();
}
