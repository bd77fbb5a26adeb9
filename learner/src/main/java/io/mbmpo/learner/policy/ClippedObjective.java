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
import org.tensorflow.types.TInt32;

/**
 * The clipped surrogate of proximal policy optimization (Schulman et al. 2017, Eq. 7): with r =
 * π_θ(a|s)/π_old(a|s), the mean of min(r A, clip(r, 1 − ε, 1 + ε) A) over a minibatch. Where a step
 * is better than expected, nothing is gained by making it more than 1 + ε times as probable; where
 * it is worse, nothing by making it less than 1 − ε times as probable.
 */
public final class ClippedObjective implements AutoCloseable {
  private final PolicyShape shape;
  private final LearnerSettings.Meta settings;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> theta;
  private final Placeholder<TInt32> rows;
  private final Rollouts.Samples samples;
  private final Operand<TFloat32> surrogate;
  private final Operand<TFloat32> gradient;
  private final Operand<TFloat32> kl;

  public ClippedObjective(Task task, LearnerSettings settings, Device device) {
    Ops tf = device.ops(graph);
    shape = PolicyShape.of(task, settings.meta());
    this.settings = settings.meta();
    theta = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape.parameterCount())));
    rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    samples = Rollouts.Samples.placeholders(tf, shape);
    GaussianPolicy policy = new GaussianPolicy(tf, task);
    List<Operand<TFloat32>> parts = shape.split(tf, theta);
    surrogate = clipped(tf, policy, parts, (float) settings.ppo().clip());
    gradient = shape.join(tf, Adaptation.gradient(tf, surrogate, tf.constant(1f), parts));
    kl = Adaptation.kl(tf, policy, parts, samples);
    session = device.session(graph);
  }

  private Operand<TFloat32> clipped(
      Ops tf, GaussianPolicy policy, List<Operand<TFloat32>> parts, float clip) {
    Operand<TFloat32> actions = minibatch(tf, samples.actions());
    Operand<TFloat32> now =
        policy.logLikelihood(
            policy.mean(parts, minibatch(tf, samples.observations())),
            GaussianPolicy.logStd(parts),
            actions);
    Operand<TFloat32> old =
        policy.logLikelihood(minibatch(tf, samples.means()), samples.logStd(), actions);
    Operand<TFloat32> ratio = tf.math.exp(tf.math.sub(now, old));
    Operand<TFloat32> near =
        tf.math.minimum(tf.math.maximum(ratio, tf.constant(1 - clip)), tf.constant(1 + clip));
    Operand<TFloat32> advantages = minibatch(tf, samples.advantages());
    return tf.math.mean(
        tf.math.minimum(tf.math.mul(ratio, advantages), tf.math.mul(near, advantages)),
        tf.constant(new int[] {0, 1}));
  }

  private Operand<TFloat32> minibatch(Ops tf, Operand<TFloat32> all) {
    return tf.gather(all, rows, tf.constant(0));
  }

  /** First θ, as {@link MetaOptimizer#initialParameters}. */
  public float[] initialParameters(long seed) {
    return shape.initialParameters(settings.initialStd(), seed);
  }

  /**
   * The objective's gradient at θ.
   *
   * @param minibatch rows of {@code rollouts} that count, at least one
   */
  public float[] gradient(float[] theta, Rollouts rollouts, int[] minibatch) {
    return fetch(gradient, theta, rollouts, minibatch);
  }

  /** The objective at θ. */
  double surrogate(float[] theta, Rollouts rollouts, int[] minibatch) {
    return fetch(surrogate, theta, rollouts, minibatch)[0];
  }

  /** Mean KL(π_old ‖ π_θ) over all steps; not finite if θ is not. */
  public double kl(float[] theta, Rollouts rollouts) {
    return fetch(kl, theta, rollouts, new int[0])[0];
  }

  /** Raises every σ in θ to the least that is allowed, in place. */
  public void explore(float[] theta) {
    double[] feasible = Precision.doubles(theta);
    shape.raiseLogStd(feasible, Math.log(settings.minStd()));
    System.arraycopy(Precision.floats(feasible), 0, theta, 0, theta.length);
  }

  private float[] fetch(
      Operand<TFloat32> wanted, float[] values, Rollouts rollouts, int[] minibatch) {
    try (TFloat32 parameters = NativeFloats.vector(values);
        TInt32 indices = TInt32.vectorOf(minibatch)) {
      Session.Runner runner = session.runner().feed(theta, parameters).feed(rows, indices);
      samples.feed(runner, rollouts);
      try (Result result = runner.fetch(wanted).run()) {
        return NativeFloats.values(result.get(0));
      }
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
