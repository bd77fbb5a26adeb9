package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.MatrixProducts;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.StandardNormal;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * one matrix product a layer moves the states of all. Each task has its own first states and noise;
 * they act by one policy (line 6 of Alg. 1) or by one each (line 8). May be used by several threads
 * at once.
 */
final class ImaginationGraph implements AutoCloseable {
  /** Streams of a seed. */
  private static final long ACTIONS = 0;

  private static final long DISTURBANCES = 1;
  private static final long SHUFFLES = 2;

  private final LearnerSettings.Meta settings;
  private final LearnerSettings.Imagination faults;
  private final Task task;
  private final int tasks;
  private final Graph graph = new Graph();
  private final Device device;
  private final Ops tf;
  private final Session session;
  private final List<Placeholder<TFloat32>> starts = new ArrayList<>();
  private final List<Placeholder<TInt64>> seeds = new ArrayList<>();
  private final ActingPolicies policies;
  private final ImaginedDynamics dynamics;
  private final List<List<Operand<TFloat32>>> outputs;

  /**
   * @param models that share out every step, or one
   * @param tasks number of tasks that imagine together
   * @param onePolicy whether all of them act by the same policy
   */
  ImaginationGraph(
      Task task,
      LearnerSettings settings,
      Device device,
      int models,
      int tasks,
      boolean onePolicy) {
    this.device = device;
    this.tf = device.ops(graph);
    this.settings = settings.meta();
    this.faults = settings.imagination();
    this.task = task;
    this.tasks = tasks;
    Shape first = Shape.of(settings.meta().rollouts(), task.observationSize());
    for (int i = 0; i < tasks; i++) {
      starts.add(tf.placeholder(TFloat32.class, Placeholder.shape(first)));
      seeds.add(tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2))));
    }
    policies = new ActingPolicies(tf, device, task, settings.meta(), onePolicy ? 1 : tasks, tasks);
    dynamics = dynamics(models, settings.model().hidden());
    outputs = unroll();
    session = device.session(graph);
  }

  private ImaginedDynamics dynamics(int models, List<Integer> hidden) {
    if (models == 1) {
      return new DynamicsGraph(tf, device, task, hidden);
    }
    return new DynamicsMixture(
        tf,
        device,
        task,
        models,
        hidden,
        settings.horizon(),
        tasks * settings.rollouts(),
        stream(seeds.get(0), SHUFFLES));
  }

  /** Episodes of all tasks, in the order of the requests; each is to be closed. */
  List<Rollouts> run(List<DynamicsModel> models, List<Imagination.Request> requests) {
    List<Tensor> fed = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (int i = 0; i < tasks; i++) {
        Imagination.Request request = requests.get(i);
        TFloat32 rows = NativeFloats.matrix(request.first(), task.observationSize());
        fed.add(rows);
        TInt64 seed = TInt64.vectorOf(request.noise(), 0);
        fed.add(seed);
        runner.feed(starts.get(i), rows).feed(seeds.get(i), seed);
      }
      policies.feed(runner, requests);
      dynamics.feed(runner, models);
      outputs.forEach(task -> task.forEach(runner::fetch));
      return Rollouts.all(runner.run(), tasks);
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Floating point operations of a run, matrix products only. */
  double flops() {
    return MatrixProducts.flops(
        outputs.stream().flatMap(List::stream).toList(), (long) tasks * settings.rollouts());
  }

  private List<List<Operand<TFloat32>>> unroll() {
    int horizon = settings.horizon();
    List<? extends Operand<TFloat32>> noise = bySteps(policies.spread(normal(ACTIONS)));
    List<? extends Operand<TFloat32>> disturbances = disturbances();
    List<Operand<TFloat32>> states = new ArrayList<>(List.of(rows(starts)));
    List<Operand<TFloat32>> actions = new ArrayList<>();
    List<Operand<TFloat32>> means = new ArrayList<>();
    for (int t = 0; t < horizon; t++) {
      means.add(policies.mean(states.get(t)));
      actions.add(tf.math.add(means.get(t), noise.get(t)));
      Operand<TFloat32> next = dynamics.next(t, states.get(t), actions.get(t));
      states.add(disturbances.isEmpty() ? next : tf.math.add(next, disturbances.get(t)));
    }
    List<Operand<TFloat32>> observations = byTask(states.subList(0, horizon));
    List<Operand<TFloat32>> following = byTask(states.subList(1, horizon + 1));
    List<Operand<TFloat32>> drawn = byTask(actions);
    List<Operand<TFloat32>> meant = byTask(means);
    List<List<Operand<TFloat32>>> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(
          new Judgement(tf, task, settings, faults.termination(), horizon, settings.rollouts())
              .of(
                  policies.logStd(i),
                  observations.get(i),
                  drawn.get(i),
                  meant.get(i),
                  following.get(i)));
    }
    return all;
  }

  private Operand<TFloat32> rows(List<? extends Operand<TFloat32>> blocks) {
    return blocks.size() == 1
        ? blocks.get(0)
        : tf.concat(List.<Operand<TFloat32>>copyOf(blocks), tf.constant(0));
  }

  /** From the rows of all tasks by step to the steps of each task [horizon · rollouts, width]. */
  private List<Operand<TFloat32>> byTask(List<Operand<TFloat32>> steps) {
    int rollouts = settings.rollouts();
    Operand<TFloat32> all =
        tf.reshape(rows(steps), tf.constant(new int[] {steps.size(), tasks, rollouts, -1}));
    List<Operand<TFloat32>> each = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      Operand<TFloat32> own =
          tf.slice(
              all, tf.constant(new int[] {0, i, 0, 0}), tf.constant(new int[] {-1, 1, -1, -1}));
      each.add(tf.reshape(own, tf.constant(new int[] {steps.size() * rollouts, width(steps)})));
    }
    return each;
  }

  private static int width(List<Operand<TFloat32>> steps) {
    return (int) steps.get(0).shape().get(1);
  }

  /** Standard normal numbers of each task [horizon, rollouts, width] in its own order. */
  private List<Operand<TFloat32>> normal(long stream) {
    int width = stream == ACTIONS ? task.actionSize() : task.observationSize();
    List<Operand<TFloat32>> numbers = new ArrayList<>();
    for (Placeholder<TInt64> seed : seeds) {
      numbers.add(
          StandardNormal.of(
              tf,
              new int[] {settings.horizon(), settings.rollouts(), width},
              stream(seed, stream)));
    }
    return numbers;
  }

  private Operand<TInt64> stream(Operand<TInt64> seed, long stream) {
    return tf.math.add(seed, tf.constant(new long[] {0, stream}));
  }

  private List<? extends Operand<TFloat32>> bySteps(List<Operand<TFloat32>> tasksNoise) {
    Operand<TFloat32> all =
        tasksNoise.size() == 1 ? tasksNoise.get(0) : tf.concat(tasksNoise, tf.constant(1));
    return tf.unstack(all, (long) settings.horizon()).output();
  }

  /** Noise of the predictions by step; none where none is asked for. */
  private List<? extends Operand<TFloat32>> disturbances() {
    if (faults.noiseStd() == 0) {
      return Collections.emptyList();
    }
    Operand<TFloat32> std = tf.constant((float) faults.noiseStd());
    return bySteps(normal(DISTURBANCES).stream().map(n -> product(n, std)).toList());
  }

  private Operand<TFloat32> product(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.mul(x, y);
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
