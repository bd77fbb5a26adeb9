package io.mbmpo.learner;

import io.mbmpo.learner.dynamics.EnsembleState;
import java.util.List;

/**
 * Everything Alg. 1 knows between two iterations, apart from D, which is in the store.
 *
 * @param iteration next iteration to run
 * @param theta meta-policy θ
 * @param adapted adapted policies θ′ to be run next; empty before the first fit
 * @param ensemble models φ with their optimizer's moments
 */
public record LearnerState(
    int iteration, float[] theta, List<float[]> adapted, EnsembleState ensemble) {
  public LearnerState {
    adapted = List.copyOf(adapted);
  }
}
