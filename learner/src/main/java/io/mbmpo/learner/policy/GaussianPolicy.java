package io.mbmpo.learner.policy;

import io.mbmpo.learner.tensors.DenseLayer;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * π_θ(a|s) = N(mlp_θ((s − center)·scale), diag σ²) as graph functions of the parts of θ (see {@link
 * PolicyShape}). Sample tensors are [n, width]; likelihoods and divergences are [n, 1]. Only
 * operations with complete second derivatives are used (see {@link
 * io.mbmpo.learner.tensors.SecondOrderGradients}).
 */
final class GaussianPolicy {
  private final Ops tf;
  private final Operand<TFloat32> center;
  private final Operand<TFloat32> scale;

  GaussianPolicy(Ops tf, Task task) {
    this.tf = tf;
    this.center = tf.constant(task.observationCenter());
    this.scale = tf.constant(task.observationScale());
  }

  /** What the network sees of an observation. */
  Operand<TFloat32> scaled(Operand<TFloat32> observations) {
    return tf.math.mul(tf.math.sub(observations, center), scale);
  }

  /** Mean action [n, action]. */
  Operand<TFloat32> mean(List<Operand<TFloat32>> theta, Operand<TFloat32> observations) {
    Operand<TFloat32> h = scaled(observations);
    int last = theta.size() - 3;
    for (int i = 0; i <= last; i += 2) {
      h = tf.math.add(tf.linalg.matMul(h, theta.get(i)), theta.get(i + 1));
      h = i == last ? h : tf.math.tanh(h);
    }
    return h;
  }

  /**
   * The policy for acting step by step: the same mean action as {@link #mean}, up to rounding, in
   * as few operations as possible and without a gradient.
   */
  UnaryOperator<Operand<TFloat32>> acting(Device device, List<Operand<TFloat32>> theta) {
    List<Operand<TFloat32>> weights = new ArrayList<>();
    List<Operand<TFloat32>> biases = new ArrayList<>();
    for (int i = 0; i + 1 < theta.size(); i += 2) {
      weights.add(theta.get(i));
      biases.add(theta.get(i + 1));
    }
    DenseLayer.foldInput(tf, weights, biases, center, scale);
    return observations -> DenseLayer.TANH.network(tf, device, observations, weights, biases);
  }

  /** log σ [action]. */
  static Operand<TFloat32> logStd(List<Operand<TFloat32>> theta) {
    return theta.get(theta.size() - 1);
  }

  /** Directional derivative of the mean action along {@code direction} [n, action]. */
  Operand<TFloat32> meanTangent(
      List<Operand<TFloat32>> theta,
      List<Operand<TFloat32>> direction,
      Operand<TFloat32> observations) {
    Operand<TFloat32> h = scaled(observations);
    Operand<TFloat32> dh = null;
    int last = theta.size() - 3;
    for (int i = 0; i <= last; i += 2) {
      Operand<TFloat32> d =
          tf.math.add(tf.linalg.matMul(h, direction.get(i)), direction.get(i + 1));
      if (dh != null) {
        d = tf.math.add(d, tf.linalg.matMul(dh, theta.get(i)));
      }
      if (i == last) {
        return d;
      }
      h = tf.math.tanh(tf.math.add(tf.linalg.matMul(h, theta.get(i)), theta.get(i + 1)));
      dh = tf.math.mul(d, tf.math.sub(tf.constant(1f), tf.math.square(h)));
    }
    throw new IllegalArgumentException("a policy without layers");
  }

  /**
   * F(θ) v for the Fisher matrix E[Jᵀ Σ⁻¹ J] of the mean's parameters (J the Jacobian of the mean
   * action) and 2 I of log σ.
   *
   * @param weights of the observations, sum 1 [n, 1]
   */
  List<Operand<TFloat32>> fisherProduct(
      List<Operand<TFloat32>> theta,
      List<Operand<TFloat32>> v,
      Operand<TFloat32> observations,
      Operand<TFloat32> weights) {
    int logStd = theta.size() - 1;
    Operand<TFloat32> precision = tf.math.exp(tf.math.mul(tf.constant(-2f), logStd(theta)));
    Operand<TFloat32> cotangent =
        tf.math.mul(tf.math.mul(meanTangent(theta, v, observations), precision), weights);
    List<Operand<TFloat32>> product =
        new ArrayList<>(
            Adaptation.gradient(
                tf, mean(theta, observations), cotangent, theta.subList(0, logStd)));
    product.add(tf.math.mul(tf.constant(2f), v.get(logStd)));
    return product;
  }

  /** log N(a; mean, σ²) up to the constant −(action/2) log 2π. */
  Operand<TFloat32> logLikelihood(
      Operand<TFloat32> mean, Operand<TFloat32> logStd, Operand<TFloat32> actions) {
    Operand<TFloat32> z = tf.math.mul(tf.math.sub(actions, mean), tf.math.exp(tf.math.neg(logStd)));
    return sumColumns(tf.math.sub(tf.math.mul(tf.constant(-0.5f), tf.math.square(z)), logStd));
  }

  /** KL(N(mean₀, σ₀²) ‖ N(mean, σ²)). */
  Operand<TFloat32> kl(
      Operand<TFloat32> mean0,
      Operand<TFloat32> logStd0,
      Operand<TFloat32> mean,
      Operand<TFloat32> logStd) {
    Operand<TFloat32> two = tf.constant(2f);
    Operand<TFloat32> spread =
        tf.math.add(
            tf.math.exp(tf.math.mul(two, logStd0)), tf.math.square(tf.math.sub(mean, mean0)));
    Operand<TFloat32> ratio =
        tf.math.mul(
            tf.constant(0.5f),
            tf.math.sub(
                tf.math.mul(spread, tf.math.exp(tf.math.mul(tf.constant(-2f), logStd))),
                tf.constant(1f)));
    return sumColumns(tf.math.add(tf.math.sub(logStd, logStd0), ratio));
  }

  private Operand<TFloat32> sumColumns(Operand<TFloat32> x) {
    return tf.reduceSum(x, tf.constant(1), ReduceSum.keepDims(true));
  }
}
