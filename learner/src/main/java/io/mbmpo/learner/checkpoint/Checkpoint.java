package io.mbmpo.learner.checkpoint;

import io.mbmpo.learner.dynamics.EnsembleState;
import java.util.List;
import java.util.Map;

/**
 * Where a run stands after an iteration. Arrays are not to be changed.
 *
 * @param runId the run
 * @param runStartSecond when the run began, Unix time, s; snapshot versions count from it
 * @param seed the run's seed; all random streams follow from it and the iteration
 * @param settings the resolved settings, as text
 * @param configHash {@code RobotConfig.hash()} of the robot
 * @param iteration last iteration of Alg. 1 that is complete
 * @param theta θ, the meta-policy's parameters
 * @param ensemble the dynamics models and their optimizers
 * @param adapted θ′ₖ, parameters of the adapted policies in task order
 * @param arrays whatever else the algorithm keeps in numbers, by name
 * @param notes whatever else the algorithm keeps in words, by name
 */
public record Checkpoint(
    String runId,
    long runStartSecond,
    long seed,
    String settings,
    String configHash,
    int iteration,
    float[] theta,
    EnsembleState ensemble,
    List<float[]> adapted,
    Map<String, float[]> arrays,
    Map<String, String> notes) {
  public Checkpoint {
    adapted = List.copyOf(adapted);
    arrays = Map.copyOf(arrays);
    notes = Map.copyOf(notes);
  }
}
