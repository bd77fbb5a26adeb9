package io.mbmpo.learner.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * One fitted model f̂_φ as tensors ready to be fed to a graph (feeding does not copy): with x = (s,
 * clip(a, −1, 1)), s′ = clip(s + μ_Δ + σ_Δ · mlp((x − μ_x)/σ_x), low, high); ReLU units. Weight
 * normalization is already multiplied out. Closing frees the native memory.
 *
 * @param weights Wᵢ [in, out], input to output
 * @param biases bᵢ [out]
 * @param inputMean μ_x [observation + action]
 * @param inputStd σ_x [observation + action]
 * @param deltaMean μ_Δ [observation]
 * @param deltaStd σ_Δ [observation]
 * @param low least value predicted [observation]: the range seen in real data, end states included
 * @param high greatest value predicted [observation]
 */
public record DynamicsModel(
    List<TFloat32> weights,
    List<TFloat32> biases,
    TFloat32 inputMean,
    TFloat32 inputStd,
    TFloat32 deltaMean,
    TFloat32 deltaStd,
    TFloat32 low,
    TFloat32 high)
    implements AutoCloseable {
  public DynamicsModel {
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
  }

  /** All tensors in a fixed order: weights and biases alternating, then the six vectors. */
  public List<TFloat32> tensors() {
    List<TFloat32> all = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      all.add(weights.get(i));
      all.add(biases.get(i));
    }
    all.addAll(List.of(inputMean, inputStd, deltaMean, deltaStd, low, high));
    return all;
  }

  /** Shifts every prediction (before it is clipped) by a constant, in place. */
  public void shift(float[] bias) {
    for (int i = 0; i < bias.length; i++) {
      deltaMean.setFloat(deltaMean.getFloat(i) + bias[i], i);
    }
  }

  @Override
  public void close() {
    tensors().forEach(TFloat32::close);
  }
}
