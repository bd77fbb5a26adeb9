package io.mbmpo.learner.data;

/**
 * Real transitions as flat row-major arrays, in the order of plan and episode whatever the order of
 * arrival, so that a fit depends on what was seen only.
 *
 * @param observations s [count][observationSize]
 * @param actions a as drawn, before clipping [count][actionSize]
 * @param nextObservations s′ [count][observationSize]
 * @param starts indices into {@code observations} of the first transition of each episode
 */
public record Transitions(
    int observationSize,
    int actionSize,
    float[] observations,
    float[] actions,
    float[] nextObservations,
    int[] starts) {

  /** Number of transitions. */
  public int count() {
    return actions.length / actionSize;
  }
}
