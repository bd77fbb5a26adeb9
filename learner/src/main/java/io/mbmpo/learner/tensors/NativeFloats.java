package io.mbmpo.learner.tensors;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Between Java arrays and native float tensors. Tensors made here are closed by the caller. */
public final class NativeFloats {
  private NativeFloats() {}

  /** A tensor [values.length]. */
  public static TFloat32 vector(float[] values) {
    return TFloat32.tensorOf(Shape.of(values.length), DataBuffers.of(values));
  }

  /** A tensor [values.length / columns, columns] from row-major values. */
  public static TFloat32 matrix(float[] values, int columns) {
    return TFloat32.tensorOf(Shape.of(values.length / columns, columns), DataBuffers.of(values));
  }

  /** A copy of all values, row-major. */
  public static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** The only value of a scalar tensor. */
  public static float scalar(Tensor tensor) {
    return tensor.asRawTensor().data().asFloats().getFloat(0);
  }
}
