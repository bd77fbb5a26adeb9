package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.MatrixProducts;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The whole horizon of a fixed number of tasks that live in the same model, unrolled in one graph:
 * each task has its own policy and noise, but one matrix product a layer moves the states of all.
 * May be used by several threads at once.
 */
final class ImaginationGraph implements AutoCloseable {
  /** Streams of a seed. */
  private static final long ACTIONS = 0;

  private static final long DISTURBANCES = 1;
  private static final long SHUFFLES = 2;

  private final LearnerSettings.Meta settings;
  private final LearnerSettings.Imagination faults;
  private final Task task;
  private final Graph graph = new Graph();
  private final Device device;
  private final Ops tf;
  private final Session session;
  private final List<Actor> actors = new ArrayList<>();
  private final ImaginedDynamics dynamics;
  private final List<List<Operand<TFloat32>>> outputs;

  /**
   * @param models that share out every step, or one
   * @param tasks number of tasks that imagine together
   */
  ImaginationGraph(Task task, LearnerSettings settings, Device device, int models, int tasks) {
    this.device = device;
    this.tf = device.ops(graph);
    this.settings = settings.meta();
    this.faults = settings.imagination();
    this.task = task;
    PolicyShape shape = PolicyShape.of(task, settings.meta());
    for (int i = 0; i < tasks; i++) {
      actors.add(new Actor(shape));
    }
    dynamics = dynamics(models, settings.model().hidden());
    outputs = unroll();
    session = device.session(graph);
  }

  private ImaginedDynamics dynamics(int models, List<Integer> hidden) {
    if (models == 1) {
      return new DynamicsGraph(tf, device, task, hidden);
    }
    Operand<TInt64> shuffles =
        tf.math.add(actors.get(0).seed, tf.constant(new long[] {0, SHUFFLES}));
    return new DynamicsMixture(
        tf,
        device,
        task,
        models,
        hidden,
        settings.horizon(),
        actors.size() * settings.rollouts(),
        shuffles);
  }

  /** Episodes of all tasks, in the order of the requests; each is to be closed. */
  List<Rollouts> run(List<DynamicsModel> models, List<Imagination.Request> requests) {
    List<Tensor> fed = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (int i = 0; i < actors.size(); i++) {
        fed.addAll(actors.get(i).feed(runner, requests.get(i)));
      }
      dynamics.feed(runner, models);
      outputs.forEach(task -> task.forEach(runner::fetch));
      return Rollouts.all(runner.run(), actors.size());
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Floating point operations of a run, matrix products only. */
  double flops() {
    return MatrixProducts.flops(
        outputs.stream().flatMap(List::stream).toList(),
        (long) actors.size() * settings.rollouts());
  }

  private List<List<Operand<TFloat32>>> unroll() {
    int horizon = settings.horizon();
    List<List<Operand<TFloat32>>> states = newLists();
    List<List<Operand<TFloat32>>> actions = newLists();
    List<List<Operand<TFloat32>>> means = newLists();
    List<? extends Operand<TFloat32>> disturbances = disturbances();
    List<Operand<TFloat32>> now = new ArrayList<>();
    actors.forEach(actor -> now.add(actor.starts));
    for (int t = 0; t < horizon; t++) {
      List<Operand<TFloat32>> drawn = new ArrayList<>();
      for (int i = 0; i < actors.size(); i++) {
        Operand<TFloat32> mean = actors.get(i).policy.apply(now.get(i));
        drawn.add(tf.math.add(mean, actors.get(i).noise.get(t)));
        states.get(i).add(now.get(i));
        means.get(i).add(mean);
        actions.get(i).add(drawn.get(i));
      }
      Operand<TFloat32> next = dynamics.next(t, rows(now), rows(drawn));
      if (!disturbances.isEmpty()) {
        next = tf.math.add(next, disturbances.get(t));
      }
      now.clear();
      now.addAll(byTask(next));
    }
    List<List<Operand<TFloat32>>> all = new ArrayList<>();
    for (int i = 0; i < actors.size(); i++) {
      List<Operand<TFloat32>> following = new ArrayList<>(states.get(i).subList(1, horizon));
      following.add(now.get(i));
      all.add(
          new Judgement(tf, task, settings, faults.termination(), horizon, settings.rollouts())
              .of(
                  actors.get(i).logStd,
                  rows(states.get(i)),
                  rows(actions.get(i)),
                  rows(means.get(i)),
                  rows(following)));
    }
    return all;
  }

  private List<List<Operand<TFloat32>>> newLists() {
    List<List<Operand<TFloat32>>> lists = new ArrayList<>();
    actors.forEach(actor -> lists.add(new ArrayList<>()));
    return lists;
  }

  private Operand<TFloat32> rows(List<Operand<TFloat32>> blocks) {
    return blocks.size() == 1 ? blocks.get(0) : tf.concat(blocks, tf.constant(0));
  }

  private List<? extends Operand<TFloat32>> byTask(Operand<TFloat32> rows) {
    return actors.size() == 1
        ? List.of(rows)
        : tf.split(tf.constant(0), rows, (long) actors.size()).output();
  }

  /** Noise of the predictions by step; none where none is asked for. */
  private List<? extends Operand<TFloat32>> disturbances() {
    if (faults.noiseStd() == 0) {
      return Collections.emptyList();
    }
    List<Operand<TFloat32>> standard = new ArrayList<>();
    for (Actor actor : actors) {
      standard.add(actor.normal(task.observationSize(), DISTURBANCES));
    }
    Operand<TFloat32> all =
        standard.size() == 1 ? standard.get(0) : tf.concat(standard, tf.constant(1));
    return tf.unstack(
            tf.math.mul(all, tf.constant((float) faults.noiseStd())), (long) settings.horizon())
        .output();
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

  /** One task's policy, first states and noise. */
  private final class Actor {
    final Placeholder<TFloat32> theta;
    final Placeholder<TFloat32> starts;
    final Placeholder<TInt64> seed;
    final UnaryOperator<Operand<TFloat32>> policy;
    final Operand<TFloat32> logStd;
    final List<? extends Operand<TFloat32>> noise;

    Actor(PolicyShape shape) {
      theta = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape.parameterCount())));
      starts =
          tf.placeholder(
              TFloat32.class,
              Placeholder.shape(Shape.of(settings.rollouts(), task.observationSize())));
      seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
      List<Operand<TFloat32>> parts = shape.split(tf, theta);
      policy = new GaussianPolicy(tf, task).acting(device, parts);
      logStd = GaussianPolicy.logStd(parts);
      noise =
          tf.unstack(
                  tf.math.mul(normal(task.actionSize(), ACTIONS), tf.math.exp(logStd)),
                  (long) settings.horizon())
              .output();
    }

    /** Standard normal numbers [horizon, rollouts, width]. */
    Operand<TFloat32> normal(int width, long stream) {
      return tf.random.statelessRandomNormal(
          tf.constant(new int[] {settings.horizon(), settings.rollouts(), width}),
          tf.math.add(seed, tf.constant(new long[] {0, stream})));
    }

    /** Feeds a request; the tensors made for it. */
    List<Tensor> feed(Session.Runner runner, Imagination.Request request) {
      TFloat32 rows = NativeFloats.matrix(request.first(), task.observationSize());
      TInt64 key = TInt64.vectorOf(request.noise(), 0);
      runner.feed(theta, request.theta()).feed(starts, rows).feed(seed, key);
      return List.of(rows, key);
    }
  }
}
