package io.mbmpo.learner.policy;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;

/**
 * The inner step of Eq. 2 in a graph: θ′ = θ + α ∇J(θ) with J estimated on T by Σ w A
 * π_θ(a|s)/π_old(a|s). At θ_old its gradient is that of vanilla policy gradient, Σ w A ∇log π;
 * unlike Σ w A log π it also has the return's second derivative in expectation, which is what the
 * meta-gradient needs. α is a constant. Requires {@link
 * io.mbmpo.learner.tensors.SecondOrderGradients}.
 */
final class Adaptation {
  private final Ops tf;
  private final List<Operand<TFloat32>> theta;
  private final Operand<TFloat32> alpha;
  private final List<Operand<TFloat32>> gradient;
  private final List<Operand<TFloat32>> adapted;

  Adaptation(
      Ops tf,
      GaussianPolicy policy,
      List<Operand<TFloat32>> theta,
      Operand<TFloat32> alpha,
      Rollouts.Samples samples) {
    this.tf = tf;
    this.theta = theta;
    this.alpha = alpha;
    this.gradient = gradient(surrogate(tf, policy, theta, samples), theta);
    this.adapted = plusScaled(theta, gradient);
  }

  /** Σ w A π_θ(a|s)/π_old(a|s), a scalar. */
  static Operand<TFloat32> surrogate(
      Ops tf, GaussianPolicy policy, List<Operand<TFloat32>> theta, Rollouts.Samples samples) {
    Operand<TFloat32> now =
        policy.logLikelihood(
            policy.mean(theta, samples.observations()),
            GaussianPolicy.logStd(theta),
            samples.actions());
    Operand<TFloat32> old =
        policy.logLikelihood(samples.means(), samples.logStd(), samples.actions());
    Operand<TFloat32> ratio = tf.math.exp(tf.math.sub(now, old));
    return weightedSum(tf, tf.math.mul(ratio, samples.advantages()), samples.weights());
  }

  /** Σ w KL(π_old ‖ π_θ), a scalar. */
  static Operand<TFloat32> kl(
      Ops tf, GaussianPolicy policy, List<Operand<TFloat32>> theta, Rollouts.Samples samples) {
    return weightedSum(
        tf,
        policy.kl(
            samples.means(),
            samples.logStd(),
            policy.mean(theta, samples.observations()),
            GaussianPolicy.logStd(theta)),
        samples.weights());
  }

  private static Operand<TFloat32> weightedSum(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> weights) {
    return tf.reduceSum(tf.math.mul(x, weights), tf.constant(new int[] {0, 1}));
  }

  /** θ′, by parts. */
  List<Operand<TFloat32>> adapted() {
    return adapted;
  }

  /**
   * (∂θ′/∂θ) v = v + α ∇²J(θ) v. The Jacobian is symmetric, so this both carries a direction from θ
   * to θ′ and a gradient back from θ′ to θ. {@code v} counts as a constant.
   */
  List<Operand<TFloat32>> jacobianProduct(List<Operand<TFloat32>> v) {
    List<Operand<TFloat32>> products = new ArrayList<>();
    List<Operand<TFloat32>> constants = new ArrayList<>();
    for (int i = 0; i < v.size(); i++) {
      Operand<TFloat32> constant = tf.stopGradient(v.get(i));
      constants.add(constant);
      Operand<TFloat32> flat =
          tf.reshape(tf.math.mul(gradient.get(i), constant), tf.constant(new int[] {-1}));
      products.add(tf.reduceSum(flat, tf.constant(0)));
    }
    return plusScaled(constants, gradient(tf.math.addN(products), theta));
  }

  private List<Operand<TFloat32>> gradient(
      Operand<TFloat32> scalar, List<Operand<TFloat32>> parts) {
    return gradient(tf, scalar, tf.constant(1f), parts);
  }

  /** Σ cotangent · ∂y/∂parts. */
  static List<Operand<TFloat32>> gradient(
      Ops tf, Operand<TFloat32> y, Operand<TFloat32> cotangent, List<Operand<TFloat32>> parts) {
    Gradients gradients = tf.gradients(y, parts, Gradients.dx(List.of(cotangent)));
    List<Operand<TFloat32>> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      all.add(gradients.dy(i));
    }
    return all;
  }

  private List<Operand<TFloat32>> plusScaled(
      List<Operand<TFloat32>> x, List<Operand<TFloat32>> direction) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      sums.add(tf.math.add(x.get(i), tf.math.mul(alpha, direction.get(i))));
    }
    return sums;
  }
}
