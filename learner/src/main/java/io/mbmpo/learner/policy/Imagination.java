package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.TensorArithmetic;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.math.Cumprod;
import org.tensorflow.types.TBool;
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
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> theta;
  private final Placeholder<TFloat32> starts;
  private final Placeholder<TInt64> seed;
  private final DynamicsGraph dynamics;
  private final List<Operand<TFloat32>> outputs;

  Imagination(Task task, LearnerSettings settings) {
    this.settings = settings.meta();
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

    List<Operand<TFloat32>> states = new ArrayList<>(List.of(starts));
    List<Operand<TFloat32>> means = new ArrayList<>();
    List<Operand<TFloat32>> actions = new ArrayList<>();
    for (int t = 0; t < horizon; t++) {
      means.add(policy.mean(parts, states.get(t)));
      actions.add(tf.math.add(means.get(t), noise.output().get(t)));
      states.add(dynamics.next(states.get(t), actions.get(t)));
    }
    return judged(
        tf,
        task,
        policy,
        logStd,
        tf.concat(states.subList(0, horizon), tf.constant(0)),
        tf.concat(actions, tf.constant(0)),
        tf.concat(means, tf.constant(0)),
        tf.concat(states.subList(1, horizon + 1), tf.constant(0)));
  }

  /** Rewards, ends and advantages of all steps at once, [n, …] step-major. */
  private List<Operand<TFloat32>> judged(
      Ops tf,
      Task task,
      GaussianPolicy policy,
      Operand<TFloat32> logStd,
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> means,
      Operand<TFloat32> next) {
    TensorArithmetic math = new TensorArithmetic(tf);
    Operand<TFloat32> reward = task.reward(math, observations, actions, next);
    Operand<TBool> sound = tf.math.logicalAnd(allFinite(tf, next), allFinite(tf, reward));
    Operand<TBool> goesOn =
        tf.math.logicalAnd(sound, tf.math.less(task.terminated(math, next), tf.constant(0.5f)));
    Operand<TFloat32> ongoing = byStep(tf, tf.dtypes.cast(goesOn, TFloat32.class));
    Operand<TFloat32> alive = tf.math.cumprod(ongoing, tf.constant(0), Cumprod.exclusive(true));
    Operand<TFloat32> aliveRows = tf.reshape(alive, tf.constant(new int[] {-1, 1}));
    Operand<TBool> counts = tf.math.greater(aliveRows, tf.constant(0f));
    Operand<TFloat32> rewards =
        byStep(tf, keep(tf, tf.math.logicalAnd(counts, allFinite(tf, reward)), reward));
    Operand<TFloat32> weights =
        tf.math.div(aliveRows, tf.reduceSum(aliveRows, tf.constant(new int[] {0, 1})));

    Operand<TFloat32> kept = keep(tf, counts, observations);
    Advantages advantages = new Advantages(tf, settings.horizon());
    LinearBaseline baseline = new LinearBaseline(tf);
    Operand<TFloat32> returns = advantages.discountedSum(rewards, settings.discount());
    Operand<TFloat32> values =
        baseline.fitted(
            policy.scaled(kept),
            baseline.time(settings.horizon(), settings.rollouts()),
            tf.reshape(returns, tf.constant(new int[] {-1, 1})),
            weights,
            task.observationSize());
    Operand<TFloat32> estimate =
        advantages.estimate(
            rewards, byStep(tf, values), alive, settings.discount(), settings.gaeLambda());
    Rollouts.Samples samples =
        new Rollouts.Samples(
            kept,
            keep(tf, counts, actions),
            keep(tf, counts, means),
            logStd,
            advantages.normalized(tf.reshape(estimate, tf.constant(new int[] {-1, 1})), weights),
            weights);

    Operand<TFloat32> perEpisode = tf.constant(1f / settings.rollouts());
    Operand<TFloat32> meanReturn =
        tf.math.mul(tf.reduceSum(rewards, tf.constant(new int[] {0, 1})), perEpisode);
    Operand<TFloat32> survived =
        tf.math.mul(
            tf.reduceSum(tf.reduceProd(ongoing, tf.constant(0)), tf.constant(0)), perEpisode);
    List<Operand<TFloat32>> all = new ArrayList<>(samples.all());
    all.addAll(List.of(rewards, alive, meanReturn, tf.math.sub(tf.constant(1f), survived)));
    return all;
  }

  private static Operand<TBool> allFinite(Ops tf, Operand<TFloat32> rows) {
    return tf.reduceAll(tf.math.isFinite(rows), tf.constant(1), ReduceAll.keepDims(true));
  }

  private static Operand<TFloat32> keep(Ops tf, Operand<TBool> rows, Operand<TFloat32> x) {
    return tf.select(rows, x, tf.zerosLike(x));
  }

  private Operand<TFloat32> byStep(Ops tf, Operand<TFloat32> rows) {
    return tf.reshape(rows, tf.constant(new int[] {settings.horizon(), settings.rollouts()}));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
