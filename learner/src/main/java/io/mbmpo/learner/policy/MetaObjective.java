package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.MatrixProducts;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.SecondOrderGradients;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * One task's share of the meta-objective, Eq. 2: with θ′(θ) = θ + α ∇J(θ) recomputed from T, the
 * surrogate L(θ′) = Σ w A π_θ′(a|s)/π_old(a|s) and the mean KL(π_old ‖ π_θ′) over T′, whose actions
 * π_old drew. Its gradient is exact, through the inner step. All methods may be called by several
 * threads at once, one task each.
 */
final class MetaObjective implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> theta;
  private final Placeholder<TFloat32> alpha;
  private final Placeholder<TFloat32> direction;
  private final Rollouts.Samples before;
  private final Rollouts.Samples after;
  private final Operand<TFloat32> adapted;
  private final Operand<TFloat32> adaptationKl;
  private final Operand<TFloat32> surrogate;
  private final Operand<TFloat32> kl;
  private final Operand<TFloat32> gradient;
  private final Operand<TFloat32> fisherProduct;

  /** θ′ and the mean KL(π_θ ‖ π_θ′) over T. */
  record Adapted(float[] theta, double kl) {}

  MetaObjective(Task task, LearnerSettings.Meta settings, Device device) {
    SecondOrderGradients.register();
    Ops tf = device.ops(graph);
    PolicyShape shape = PolicyShape.of(task, settings);
    Shape vector = Shape.of(shape.parameterCount());
    theta = tf.placeholder(TFloat32.class, Placeholder.shape(vector));
    direction = tf.placeholder(TFloat32.class, Placeholder.shape(vector));
    alpha = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    before = Rollouts.Samples.placeholders(tf, shape);
    after = Rollouts.Samples.placeholders(tf, shape);

    GaussianPolicy policy = new GaussianPolicy(tf, task);
    Adaptation adaptation = new Adaptation(tf, policy, shape.split(tf, theta), alpha, before);
    List<Operand<TFloat32>> prime = adaptation.adapted();
    adapted = shape.join(tf, prime);
    adaptationKl = Adaptation.kl(tf, policy, prime, before);
    surrogate = Adaptation.surrogate(tf, policy, prime, after);
    kl = Adaptation.kl(tf, policy, prime, after);
    gradient =
        shape.join(
            tf,
            adaptation.jacobianProduct(Adaptation.gradient(tf, surrogate, tf.constant(1f), prime)));
    fisherProduct = fisherProduct(tf, policy, shape, settings.fisherStride());
    session = device.session(graph);
  }

  /**
   * (∂θ′/∂θ) F(θ′) (∂θ′/∂θ) v: at θ_old, where the KL and its gradient vanish, exactly the KL's
   * second derivative in θ. On a part of the episodes (of T and T′) where the settings say so.
   */
  private Operand<TFloat32> fisherProduct(
      Ops tf, GaussianPolicy policy, PolicyShape shape, int stride) {
    Adaptation adaptation =
        new Adaptation(tf, policy, shape.split(tf, theta), alpha, before.every(tf, stride));
    Rollouts.Samples part = after.every(tf, stride);
    return shape.join(
        tf,
        adaptation.jacobianProduct(
            policy.fisherProduct(
                adaptation.adapted(),
                adaptation.jacobianProduct(shape.split(tf, direction)),
                part.observations(),
                part.weights())));
  }

  /** The inner step on T. */
  Adapted adapt(TFloat32 theta, float alpha, Rollouts before) {
    try (TFloat32 step = TFloat32.scalarOf(alpha)) {
      Session.Runner runner = session.runner().feed(this.theta, theta).feed(this.alpha, step);
      this.before.feed(runner, before);
      try (Result result = runner.fetch(adapted).fetch(adaptationKl).run()) {
        return new Adapted(NativeFloats.values(result.get(0)), NativeFloats.scalar(result.get(1)));
      }
    }
  }

  /** L(θ′(θ)) and the mean KL. */
  TrustRegion.Evaluation evaluate(TFloat32 theta, MetaTask task) {
    try (Result result = run(theta, task, null, surrogate, kl)) {
      return new TrustRegion.Evaluation(
          NativeFloats.scalar(result.get(0)), NativeFloats.scalar(result.get(1)));
    }
  }

  /** ∇_θ L(θ′(θ)). */
  float[] gradient(TFloat32 theta, MetaTask task) {
    try (Result result = run(theta, task, null, gradient)) {
      return NativeFloats.values(result.get(0));
    }
  }

  /** Second derivative of the mean KL at θ_old times {@code direction}. */
  float[] fisherProduct(TFloat32 theta, TFloat32 direction, MetaTask task) {
    try (Result result = run(theta, task, direction, fisherProduct)) {
      return NativeFloats.values(result.get(0));
    }
  }

  /** Floating point operations of {@link #gradient} over so many samples, matrix products only. */
  double gradientFlops(long samples) {
    return MatrixProducts.flops(List.of(gradient), samples);
  }

  /** Floating point operations of {@link #fisherProduct} over so many samples. */
  double fisherProductFlops(long samples) {
    return MatrixProducts.flops(List.of(fisherProduct), samples);
  }

  @SafeVarargs
  private Result run(
      TFloat32 theta, MetaTask task, TFloat32 direction, Operand<TFloat32>... fetched) {
    try (TFloat32 step = TFloat32.scalarOf(task.alpha())) {
      Session.Runner runner = session.runner().feed(this.theta, theta).feed(alpha, step);
      if (direction != null) {
        runner.feed(this.direction, direction);
      }
      before.feed(runner, task.before());
      after.feed(runner, task.after());
      for (Operand<TFloat32> operand : fetched) {
        runner.fetch(operand);
      }
      return runner.run();
    }
  }

  /** For a test of where its operations can run. */
  Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
