package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.tensors.NativeFloats;
import org.tensorflow.types.TFloat32;

/**
 * Normalized rows in native memory, fed to every run of every model without a copy; minibatches are
 * gathered inside the graph.
 *
 * @param inputs [rows, observation + action]
 * @param targets [rows, observation]
 * @param reach greatest magnitude of each input [observation + action]
 */
record FitData(TFloat32 inputs, TFloat32 targets, double[] reach) implements AutoCloseable {

  static FitData of(int rows, float[] inputs, float[] targets) {
    int width = inputs.length / rows;
    double[] reach = new double[width];
    for (int i = 0; i < inputs.length; i++) {
      reach[i % width] = Math.max(reach[i % width], Math.abs(inputs[i]));
    }
    return new FitData(
        NativeFloats.matrix(inputs, width),
        NativeFloats.matrix(targets, targets.length / rows),
        reach);
  }

  int rows() {
    return Math.toIntExact(inputs.shape().get(0));
  }

  /** Dimensions predicted. */
  int dimensions() {
    return Math.toIntExact(targets.shape().get(1));
  }

  @Override
  public void close() {
    inputs.close();
    targets.close();
  }
}
