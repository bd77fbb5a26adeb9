package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Imagined episodes of a policy in one dynamics model (Alg. 1 lines 6 and 8): one run of an
 * unrolled graph for all steps of all episodes of a task. An episode ends with the step whose next
 * state the task calls terminated, or whose next state or reward is not finite. May be used by
 * several threads at once.
 */
final class Imagination implements AutoCloseable {
  private final LearnerSettings.Meta settings;
  private final LearnerSettings.Imagination faults;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> theta;
  private final Placeholder<TFloat32> starts;
  private final Placeholder<TInt64> seed;
  private final DynamicsGraph dynamics;
  private final List<Operand<TFloat32>> outputs;

  Imagination(Task task, LearnerSettings settings) {
    this.settings = settings.meta();
    this.faults = settings.imagination();
    Ops tf = Ops.create(graph);
    PolicyShape shape = PolicyShape.of(task, settings.meta());
    theta = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape.parameterCount())));
    starts =
        tf.placeholder(
            TFloat32.class,
            Placeholder.shape(Shape.of(settings.meta().rollouts(), task.observationSize())));
    seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    dynamics = new DynamicsGraph(tf, settings.model().hidden().size());
    outputs = build(tf, task, shape);
    session = Workers.sessionAsBuilt(graph);
  }

  /**
   * Imagines the episodes of one task.
   *
   * @param theta parameters of the policy [parameters]
   * @param first first states, row-major [rollouts][observation]
   * @param noise seed of the action noise
   */
  Rollouts run(TFloat32 theta, DynamicsModel model, float[] first, long noise) {
    try (TFloat32 rows = NativeFloats.matrix(first, first.length / settings.rollouts());
        TInt64 key = TInt64.vectorOf(noise, 0)) {
      Session.Runner runner =
          session.runner().feed(this.theta, theta).feed(starts, rows).feed(seed, key);
      dynamics.feed(runner, model);
      outputs.forEach(runner::fetch);
      return new Rollouts(runner.run());
    }
  }

  private List<Operand<TFloat32>> build(Ops tf, Task task, PolicyShape shape) {
    int horizon = settings.horizon();
    int rollouts = settings.rollouts();
    GaussianPolicy policy = new GaussianPolicy(tf, task);
    List<Operand<TFloat32>> parts = shape.split(tf, theta);
    Operand<TFloat32> logStd = GaussianPolicy.logStd(parts);
    var noise =
        tf.unstack(
            tf.math.mul(
                tf.random.statelessRandomNormal(
                    tf.constant(new int[] {horizon, rollouts, task.actionSize()}), seed),
                tf.math.exp(logStd)),
            (long) horizon);
    Iterator<? extends Operand<TFloat32>> disturbances = disturbances(tf, task);

    List<Operand<TFloat32>> states = new ArrayList<>(List.of(starts));
    List<Operand<TFloat32>> means = new ArrayList<>();
    List<Operand<TFloat32>> actions = new ArrayList<>();
    for (int t = 0; t < horizon; t++) {
      means.add(policy.mean(parts, states.get(t)));
      actions.add(tf.math.add(means.get(t), noise.output().get(t)));
      Operand<TFloat32> next = dynamics.next(states.get(t), actions.get(t));
      states.add(disturbances.hasNext() ? tf.math.add(next, disturbances.next()) : next);
    }
    return new Judgement(tf, task, settings, faults.termination(), horizon, rollouts)
        .of(
            logStd,
            tf.concat(states.subList(0, horizon), tf.constant(0)),
            tf.concat(actions, tf.constant(0)),
            tf.concat(means, tf.constant(0)),
            tf.concat(states.subList(1, horizon + 1), tf.constant(0)));
  }

  /** Noise of the predictions [rollouts, observation] by step; none where none is asked for. */
  private Iterator<? extends Operand<TFloat32>> disturbances(Ops tf, Task task) {
    if (faults.noiseStd() == 0) {
      return Collections.emptyIterator();
    }
    Operand<TFloat32> standard =
        tf.random.statelessRandomNormal(
            tf.constant(
                new int[] {settings.horizon(), settings.rollouts(), task.observationSize()}),
            tf.math.add(seed, tf.constant(new long[] {0, 1})));
    return tf.unstack(
            tf.math.mul(standard, tf.constant((float) faults.noiseStd())),
            (long) settings.horizon())
        .output()
        .iterator();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
