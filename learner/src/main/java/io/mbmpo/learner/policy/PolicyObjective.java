package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
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
 * The objective of a policy that does not adapt (α = 0 in Eq. 2), over judged episodes T whose
 * actions π_old drew: the surrogate L(θ) = Σ w A π_θ(a|s)/π_old(a|s), whose gradient at θ_old is
 * the vanilla policy gradient Σ w A ∇log π, and the mean KL(π_old ‖ π_θ). First derivatives only,
 * so it costs a fraction of {@link MetaObjective}. May be used by several threads at once.
 */
final class PolicyObjective implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> theta;
  private final Placeholder<TFloat32> direction;
  private final Rollouts.Samples samples;
  private final Operand<TFloat32> surrogate;
  private final Operand<TFloat32> kl;
  private final Operand<TFloat32> gradient;
  private final Operand<TFloat32> fisherProduct;

  PolicyObjective(Task task, LearnerSettings.Meta settings, Device device) {
    Ops tf = device.ops(graph);
    PolicyShape shape = PolicyShape.of(task, settings);
    Shape vector = Shape.of(shape.parameterCount());
    theta = tf.placeholder(TFloat32.class, Placeholder.shape(vector));
    direction = tf.placeholder(TFloat32.class, Placeholder.shape(vector));
    samples = Rollouts.Samples.placeholders(tf, shape);
    GaussianPolicy policy = new GaussianPolicy(tf, task);
    List<Operand<TFloat32>> parts = shape.split(tf, theta);
    surrogate = Adaptation.surrogate(tf, policy, parts, samples);
    kl = Adaptation.kl(tf, policy, parts, samples);
    gradient = shape.join(tf, Adaptation.gradient(tf, surrogate, tf.constant(1f), parts));
    fisherProduct =
        shape.join(
            tf,
            policy.fisherProduct(
                parts, shape.split(tf, direction), samples.observations(), samples.weights()));
    session = device.session(graph);
  }

  /** L(θ) and the mean KL. */
  TrustRegion.Evaluation evaluate(TFloat32 theta, Rollouts rollouts) {
    try (Result result = feed(theta, rollouts).fetch(surrogate).fetch(kl).run()) {
      return new TrustRegion.Evaluation(
          NativeFloats.scalar(result.get(0)), NativeFloats.scalar(result.get(1)));
    }
  }

  /** ∇L(θ). */
  float[] gradient(TFloat32 theta, Rollouts rollouts) {
    try (Result result = feed(theta, rollouts).fetch(gradient).run()) {
      return NativeFloats.values(result.get(0));
    }
  }

  /** Fisher matrix at θ, which is the KL's second derivative at θ_old, times {@code direction}. */
  float[] fisherProduct(TFloat32 theta, TFloat32 direction, Rollouts rollouts) {
    try (Result result =
        feed(theta, rollouts).feed(this.direction, direction).fetch(fisherProduct).run()) {
      return NativeFloats.values(result.get(0));
    }
  }

  private Session.Runner feed(TFloat32 theta, Rollouts rollouts) {
    Session.Runner runner = session.runner().feed(this.theta, theta);
    samples.feed(runner, rollouts);
    return runner;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
