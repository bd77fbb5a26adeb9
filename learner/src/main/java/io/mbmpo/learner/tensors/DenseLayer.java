package io.mbmpo.learner.tensors;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * activation(x W + b) as one operation, without a gradient. TensorFlow's optimizer finds this
 * fusion by itself, but takes seconds for an unrolled graph; asked for by name it costs nothing,
 * and small layers spend most of their time between operations. On a GPU, where not every fusion
 * exists, it is three operations.
 */
public enum DenseLayer {
  LINEAR("BiasAdd"),
  RELU("BiasAdd", "Relu"),
  TANH("BiasAdd", "Tanh");

  private final ImmutableList<String> fused;

  DenseLayer(String... fused) {
    this.fused = ImmutableList.copyOf(fused);
  }

  /**
   * Outputs, [n, out].
   *
   * @param x [n, in]
   * @param w [in, out]
   * @param b [out]
   */
  public Operand<TFloat32> of(
      Ops tf, Device device, Operand<TFloat32> x, Operand<TFloat32> w, Operand<TFloat32> b) {
    return device == Device.CPU ? fused(tf, x, w, b) : plain(tf, x, w, b);
  }

  private Operand<TFloat32> plain(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, Operand<TFloat32> b) {
    Operand<TFloat32> sum = tf.nn.biasAdd(tf.linalg.matMul(x, w), b);
    return switch (this) {
      case LINEAR -> sum;
      case RELU -> tf.nn.relu(sum);
      case TANH -> tf.math.tanh(sum);
    };
  }

  private Operand<TFloat32> fused(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> w, Operand<TFloat32> b) {
    return tf.scope()
        .opBuilder("_FusedMatMul", "DenseLayer")
        .addInput(x.asOutput())
        .addInput(w.asOutput())
        .addInputList(new Output<?>[] {b.asOutput()})
        .setAttr("num_args", 1)
        .setAttr("fused_ops", fused.toArray(String[]::new))
        .build()
        .output(0);
  }

  /** A network of such layers: this one between them, linear at the end. */
  public Operand<TFloat32> network(
      Ops tf,
      Device device,
      Operand<TFloat32> x,
      List<Operand<TFloat32>> weights,
      List<Operand<TFloat32>> biases) {
    Operand<TFloat32> h = x;
    for (int i = 0; i < weights.size(); i++) {
      h = (i + 1 < weights.size() ? this : LINEAR).of(tf, device, h, weights.get(i), biases.get(i));
    }
    return h;
  }

  /**
   * Multiplies (x − center)·scale into the first layer, so that it can be given x: w ← w · scale by
   * rows, b ← b − (center · scale) w.
   *
   * @param weights changed
   * @param biases changed
   * @param center [in]
   * @param scale [in]
   */
  public static void foldInput(
      Ops tf,
      List<Operand<TFloat32>> weights,
      List<Operand<TFloat32>> biases,
      Operand<TFloat32> center,
      Operand<TFloat32> scale) {
    Operand<TFloat32> scaled = tf.math.mul(weights.get(0), tf.expandDims(scale, tf.constant(1)));
    Operand<TFloat32> shift = tf.linalg.matMul(tf.expandDims(center, tf.constant(0)), scaled);
    biases.set(0, tf.math.sub(biases.get(0), tf.squeeze(shift)));
    weights.set(0, scaled);
  }
}
