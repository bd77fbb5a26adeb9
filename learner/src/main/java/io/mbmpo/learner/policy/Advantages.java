package io.mbmpo.learner.policy;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * Discounted returns and generalized advantage estimates over tensors [horizon, rollouts]. Rewards
 * after an episode's end are 0, so that the discounted sum over an episode is one product with the
 * matrix G(d)_tu = d^(u−t), u ≥ t. Nothing follows the horizon: the value there is 0.
 */
final class Advantages {
  private final Ops tf;
  private final int horizon;

  Advantages(Ops tf, int horizon) {
    this.tf = tf;
    this.horizon = horizon;
  }

  /** Σ_{u≥t} discount^(u−t) x_u. */
  Operand<TFloat32> discountedSum(Operand<TFloat32> x, double discount) {
    float[][] powers = new float[horizon][horizon];
    for (int t = 0; t < horizon; t++) {
      for (int u = t; u < horizon; u++) {
        powers[t][u] = (float) Math.pow(discount, u - t);
      }
    }
    return tf.linalg.matMul(tf.constant(powers), x);
  }

  /**
   * GAE: A_t = Σ_{u≥t} (γλ)^(u−t) δ_u with δ_t = r_t + γ V_{t+1} − V_t, V being 0 after the end.
   *
   * @param rewards 0 after the end
   * @param values V_t, anything after the end
   * @param alive 1 up to and including the step that ended the episode, then 0
   */
  Operand<TFloat32> estimate(
      Operand<TFloat32> rewards,
      Operand<TFloat32> values,
      Operand<TFloat32> alive,
      double discount,
      double lambda) {
    Operand<TFloat32> v = tf.math.mul(values, alive);
    Operand<TFloat32> following =
        tf.pad(
            tf.slice(v, tf.constant(new int[] {1, 0}), tf.constant(new int[] {-1, -1})),
            tf.constant(new int[][] {{0, 1}, {0, 0}}),
            tf.constant(0f));
    Operand<TFloat32> delta =
        tf.math.sub(tf.math.add(rewards, tf.math.mul(following, tf.constant((float) discount))), v);
    return discountedSum(delta, discount * lambda);
  }

  /** Mean 0 and standard deviation 1 under {@code weights} (sum 1), 0 where the weight is 0. */
  Operand<TFloat32> normalized(Operand<TFloat32> advantages, Operand<TFloat32> weights) {
    Operand<TFloat32> centered = tf.math.sub(advantages, total(tf.math.mul(advantages, weights)));
    Operand<TFloat32> variance = total(tf.math.mul(tf.math.square(centered), weights));
    Operand<TFloat32> scaled =
        tf.math.div(centered, tf.math.add(tf.math.sqrt(variance), tf.constant(1e-8f)));
    return tf.select(tf.math.greater(weights, tf.constant(0f)), scaled, tf.zerosLike(scaled));
  }

  private Operand<TFloat32> total(Operand<TFloat32> x) {
    return tf.reduceSum(x, tf.constant(new int[] {0, 1}), ReduceSum.keepDims(false));
  }
}
