package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.tensors.DenseLayer;
import io.mbmpo.learner.tensors.Device;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * One layer with weight normalization, y = activation(x W + b), W·ⱼ = gⱼ v·ⱼ / ‖v·ⱼ‖, and its
 * gradients by hand: the fused kernels have none, and TensorFlow's own chain of them goes through
 * the weights twice as often.
 */
final class LayerGraph {
  private final Ops tf;
  private final Device device;
  private final Operand<TFloat32> v;
  private final Operand<TFloat32> b;

  /** 1 / ‖v·ⱼ‖ [out]. */
  private final Operand<TFloat32> inverseNorm;

  /** gⱼ / ‖v·ⱼ‖ [out]. */
  private final Operand<TFloat32> scale;

  /** W [in, out]. */
  private final Operand<TFloat32> weights;

  /**
   * @param parameters v [in, out], g [out], b [out]
   */
  LayerGraph(Ops tf, Device device, List<Parameter> parameters) {
    this.tf = tf;
    this.device = device;
    v = parameters.get(0).value(tf);
    Operand<TFloat32> g = parameters.get(1).value(tf);
    b = parameters.get(2).value(tf);
    inverseNorm = tf.math.rsqrt(sumOfRows(tf.math.square(v)));
    scale = tf.math.mul(g, inverseNorm);
    weights = tf.math.mul(v, scale);
  }

  /**
   * Outputs of the layer, [n, out].
   *
   * @param x [n, in]
   */
  Operand<TFloat32> forward(DenseLayer activation, Operand<TFloat32> x) {
    return activation.of(tf, device, x, weights, b);
  }

  /**
   * Gradients with respect to v, g and b. With G = ∂L/∂W: ∂L/∂gⱼ = Σᵢ Gᵢⱼ vᵢⱼ / ‖v·ⱼ‖ and ∂L/∂v·ⱼ =
   * gⱼ/‖v·ⱼ‖ (G·ⱼ − v·ⱼ/‖v·ⱼ‖ ∂L/∂gⱼ).
   *
   * @param x [n, in]
   * @param dy ∂L/∂y before the activation [n, out]
   */
  List<Operand<TFloat32>> gradients(Operand<TFloat32> x, Operand<TFloat32> dy) {
    Operand<TFloat32> byWeights = tf.linalg.matMul(x, dy, MatMul.transposeA(true));
    Operand<TFloat32> byLength = tf.math.mul(sumOfRows(tf.math.mul(byWeights, v)), inverseNorm);
    Operand<TFloat32> along = tf.math.mul(tf.math.mul(byLength, inverseNorm), scale);
    Operand<TFloat32> byDirection =
        tf.math.sub(tf.math.mul(byWeights, scale), tf.math.mul(v, along));
    return List.of(byDirection, byLength, tf.nn.biasAddGrad(dy));
  }

  /** ∂L/∂x [n, in], before the activation that made x: x is what a ReLU gave. */
  Operand<TFloat32> back(Operand<TFloat32> x, Operand<TFloat32> dy) {
    return tf.nn.reluGrad(tf.linalg.matMul(dy, weights, MatMul.transposeB(true)), x);
  }

  private Operand<TFloat32> sumOfRows(Operand<TFloat32> matrix) {
    return tf.sum(matrix, tf.constant(0), Sum.keepDims(false));
  }
}
