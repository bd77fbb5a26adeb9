package io.mbmpo.learner;

import io.mbmpo.learner.dynamics.EnsembleState;
import java.util.List;
import java.util.Map;

/**
 * Everything a method knows between two iterations, apart from D, which is in the store.
 *
 * @param iteration next iteration to run
 * @param theta meta-policy θ, or the policy; empty for a method without one
 * @param adapted adapted policies θ′ to be run next; empty before the first fit
 * @param ensemble models φ with their optimizer's moments; {@link EnsembleState#none} without
 *     models
 * @param arrays whatever else the method keeps, by name
 */
public record LearnerState(
    int iteration,
    float[] theta,
    List<float[]> adapted,
    EnsembleState ensemble,
    Map<String, float[]> arrays) {
  public LearnerState {
    adapted = List.copyOf(adapted);
    arrays = Map.copyOf(arrays);
  }
}
