package io.mbmpo.learner;

/** Decides every action anew, in the place of a policy. Used by one thread at a time. */
@FunctionalInterface
public interface Planner {
  /**
   * Decides. The same observation gets the same action, whatever was asked before.
   *
   * @param observation s
   * @param action a is written here, each in [−1, 1]
   */
  void action(float[] observation, float[] action);
}
