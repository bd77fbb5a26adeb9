package io.mbmpo.learner.dynamics;

import java.util.List;
import java.util.Optional;

/**
 * What an ensemble remembers between fits, for checkpoints.
 *
 * @param layerSizes of every network: observation + action, hidden sizes, observation
 * @param models state of each model
 * @param normalization of the last fit, empty before the first
 */
public record EnsembleState(
    List<Integer> layerSizes, List<ModelState> models, Optional<Normalization> normalization) {
  public EnsembleState {
    layerSizes = List.copyOf(layerSizes);
    models = List.copyOf(models);
  }

  /** Of a method without models. */
  public static EnsembleState none() {
    return new EnsembleState(List.of(), List.of(), Optional.empty());
  }
}
