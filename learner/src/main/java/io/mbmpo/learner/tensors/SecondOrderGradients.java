package io.mbmpo.learner.tensors;

import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The one derivative that TensorFlow's graph mode lacks for differentiating twice through a tanh
 * network. TanhGrad computes z = dy (1 − y²), so for a cotangent c of z: c·∂z/∂y = −2 c y dy and
 * c·∂z/∂dy = c (1 − y²).
 */
public final class SecondOrderGradients {
  private static boolean registered;

  private SecondOrderGradients() {}

  /** Registers the gradient once per process; must precede the first second-order graph. */
  public static synchronized void register() {
    if (!registered) {
      TensorFlow.registerCustomGradient("TanhGrad", SecondOrderGradients::tanhGrad);
      registered = true;
    }
  }

  private static List<Operand<?>> tanhGrad(
      Ops tf, GraphOperation operation, List<Output<?>> cotangents) {
    Operand<TFloat32> y = operation.input(0).expect(TFloat32.class);
    Operand<TFloat32> dy = operation.input(1).expect(TFloat32.class);
    Operand<TFloat32> c = cotangents.get(0).expect(TFloat32.class);
    Operand<TFloat32> byY = tf.math.mul(tf.constant(-2f), tf.math.mul(c, tf.math.mul(y, dy)));
    Operand<TFloat32> byDy = tf.math.mul(c, tf.math.sub(tf.constant(1f), tf.math.square(y)));
    return List.of(byY, byDy);
  }
}
