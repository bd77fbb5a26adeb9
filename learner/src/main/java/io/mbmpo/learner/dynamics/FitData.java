package io.mbmpo.learner.dynamics;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Normalized rows in native memory, fed to every step of every model without a copy; minibatches
 * are gathered inside the graph.
 *
 * @param inputs [rows, observation + action]
 * @param targets [rows, observation]
 */
record FitData(TFloat32 inputs, TFloat32 targets) implements AutoCloseable {

  static FitData of(int rows, float[] inputs, float[] targets) {
    return new FitData(tensor(rows, inputs), tensor(rows, targets));
  }

  int rows() {
    return Math.toIntExact(inputs.shape().get(0));
  }

  static TFloat32 tensor(int rows, float[] values) {
    TFloat32 tensor = TFloat32.tensorOf(Shape.of(rows, values.length / rows));
    tensor.asRawTensor().data().asFloats().write(values);
    return tensor;
  }

  @Override
  public void close() {
    inputs.close();
    targets.close();
  }
}
