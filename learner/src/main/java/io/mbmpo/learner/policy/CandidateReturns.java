package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Random action sequences from one state, and their undiscounted returns as a dynamics model
 * predicts them by the task's own reward and rule of termination: one run of a graph for all
 * sequences over the whole horizon. May be used by several threads at once.
 */
public final class CandidateReturns implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> observation;
  private final Placeholder<TInt64> seed;
  private final DynamicsGraph dynamics;
  private final Operand<TFloat32> returns;
  private final Operand<TFloat32> first;

  /**
   * Scored sequences.
   *
   * @param returns of each
   * @param first its first action, row-major [sequences][action], in [−1, 1]
   */
  public record Scores(float[] returns, float[] first) {}

  /**
   * @param candidates number of sequences
   */
  public CandidateReturns(Task task, LearnerSettings settings, Device device, int candidates) {
    Ops tf = device.ops(graph);
    int horizon = settings.planning().horizon();
    observation =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, task.observationSize())));
    seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    dynamics = new DynamicsGraph(tf, device, task, settings.model().hidden());
    Operand<TFloat32> uniform =
        tf.random.statelessRandomUniform(
            tf.constant(new int[] {horizon, candidates, task.actionSize()}), seed);
    Operand<TFloat32> drawn = tf.math.sub(tf.math.mul(uniform, tf.constant(2f)), tf.constant(1f));
    List<? extends Operand<TFloat32>> actions = tf.unstack(drawn, (long) horizon).output();
    first = actions.get(0);
    List<Operand<TFloat32>> states = new ArrayList<>();
    states.add(tf.tile(observation, tf.constant(new int[] {candidates, 1})));
    for (int t = 0; t < horizon; t++) {
      Operand<TFloat32> next = dynamics.next(states.get(t), actions.get(t));
      states.add(
          disturbed(tf, next, settings.imagination(), candidates, task.observationSize(), t));
    }
    returns =
        tf.reduceSum(
            Rewards.of(
                    tf,
                    task,
                    settings.imagination().termination(),
                    new Rewards.Layout(horizon, candidates),
                    rows(tf, states.subList(0, horizon), task.observationSize()),
                    tf.reshape(drawn, tf.constant(new int[] {-1, task.actionSize()})),
                    rows(tf, states.subList(1, horizon + 1), task.observationSize()))
                .rewards(),
            tf.constant(0));
    session = device.session(graph);
  }

  /** All steps' rows, step by step. */
  private static Operand<TFloat32> rows(Ops tf, List<Operand<TFloat32>> steps, int width) {
    return tf.reshape(tf.stack(steps), tf.constant(new int[] {-1, width}));
  }

  /** Adds the noise that predictions are to have on purpose, if any. */
  private Operand<TFloat32> disturbed(
      Ops tf,
      Operand<TFloat32> next,
      LearnerSettings.Imagination faults,
      int rows,
      int width,
      int step) {
    if (faults.noiseStd() == 0) {
      return next;
    }
    Operand<TFloat32> standard =
        tf.random.statelessRandomNormal(
            tf.constant(new int[] {rows, width}),
            tf.math.add(seed, tf.constant(new long[] {step + 1L, 0})));
    return tf.math.add(next, tf.math.mul(standard, tf.constant((float) faults.noiseStd())));
  }

  /**
   * Draws and scores sequences.
   *
   * @param observation where they start
   * @param seed decides the actions
   * @param block other actions for the same seed
   */
  public Scores of(DynamicsModel model, float[] observation, long seed, long block) {
    try (TFloat32 start = NativeFloats.matrix(observation, observation.length);
        TInt64 key = TInt64.vectorOf(seed, block)) {
      Session.Runner runner = session.runner().feed(this.observation, start).feed(this.seed, key);
      dynamics.feed(runner, model);
      try (Result result = runner.fetch(returns).fetch(first).run()) {
        return new Scores(NativeFloats.values(result.get(0)), NativeFloats.values(result.get(1)));
      }
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
