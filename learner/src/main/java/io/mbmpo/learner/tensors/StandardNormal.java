package io.mbmpo.learner.tensors;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Standard normal numbers that depend on a seed only, from uniform ones by Box and Muller (1958).
 * TensorFlow's own stateless normal numbers are made one by one and were measured to take ten times
 * as long on a CPU: as long as a task's policy.
 */
public final class StandardNormal {
  private StandardNormal() {}

  /**
   * Standard normal numbers, the same for the same seed.
   *
   * @param shape of the numbers wanted
   * @param seed [2]
   */
  public static Operand<TFloat32> of(Ops tf, int[] shape, Operand<TInt64> seed) {
    int n = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int pairs = (n + 1) / 2;
    var uniform =
        tf.unstack(tf.random.statelessRandomUniform(tf.constant(new int[] {2, pairs}), seed), 2L)
            .output();
    // 1 − u is in (0, 1]: its logarithm is finite.
    Operand<TFloat32> radius =
        tf.math.sqrt(
            tf.math.mul(
                tf.math.log(tf.math.sub(tf.constant(1f), uniform.get(0))), tf.constant(-2f)));
    Operand<TFloat32> angle = tf.math.mul(uniform.get(1), tf.constant((float) (2 * Math.PI)));
    Operand<TFloat32> numbers =
        tf.concat(
            List.of(
                tf.math.mul(radius, tf.math.cos(angle)), tf.math.mul(radius, tf.math.sin(angle))),
            tf.constant(0));
    if (2 * pairs > n) {
      numbers = tf.slice(numbers, tf.constant(new int[] {0}), tf.constant(new int[] {n}));
    }
    return tf.reshape(numbers, tf.constant(shape));
  }
}
