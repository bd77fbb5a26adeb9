package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.tensors.NativeFloats;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * One model's variables in a session of their own. Used by one thread at a time, the one that
 * calls: work stays in the calling thread.
 */
final class TrainingSession implements AutoCloseable {
  private final TrainingGraph graph;
  private final Session session;
  private long steps;
  private long keptSteps;

  /**
   * What a run of steps did.
   *
   * @param steps taken, the one whose loss was not finite included
   * @param loss mean of the losses before each step; not finite after a loss that was not
   */
  record Trained(int steps, double loss) {}

  TrainingSession(TrainingGraph graph, ModelState state) {
    this.graph = graph;
    this.session = graph.device.session(graph.graph);
    restore(state);
  }

  NetworkShape shape() {
    return graph.network;
  }

  /** Draws an order of all rows, to be split into parts that are trained on and not. */
  void drawSplit(int rows, long seed) {
    draw(graph.order.drawSplit, rows, seed);
  }

  /** Draws an order of the split's first rows, to be trained on in an epoch. */
  void drawEpoch(int rows, long seed) {
    draw(graph.order.drawEpoch, rows, seed);
  }

  /** The split as drawn last. */
  int[] split() {
    return rows(graph.order.split);
  }

  /** The epoch as drawn last. */
  int[] epoch() {
    return rows(graph.order.epoch);
  }

  /**
   * Adam steps on minibatches {@code from} to {@code to} (excluded) of the epoch drawn, in one run;
   * ends early after a loss that is not finite.
   *
   * @param batches minibatches that the epoch is cut into
   */
  Trained train(FitData data, int batches, int from, int to, double learningRate) {
    try (TInt64 first = TInt64.scalarOf(from);
        TInt64 end = TInt64.scalarOf(to);
        TInt64 all = TInt64.scalarOf(batches);
        TInt64 before = TInt64.scalarOf(steps);
        TFloat32 rate = TFloat32.scalarOf((float) learningRate);
        Result result =
            feed(data)
                .feed(graph.from, first)
                .feed(graph.to, end)
                .feed(graph.batches, all)
                .feed(graph.stepsBefore, before)
                .feed(graph.learningRate, rate)
                .fetch(graph.trainedTo)
                .fetch(graph.trainedLoss)
                .run()) {
      int taken = Math.toIntExact(((TInt64) result.get(0)).getLong() - from);
      steps += taken;
      return new Trained(taken, ((TFloat64) result.get(1)).getDouble() / taken);
    }
  }

  /**
   * Loss (Eq. 1 in normalized units) on rows {@code from} to {@code to} (excluded) of the split.
   */
  double loss(FitData data, int from, int to) {
    try (TInt64 first = TInt64.scalarOf(from);
        TInt64 end = TInt64.scalarOf(to);
        Result result =
            feed(data)
                .feed(graph.from, first)
                .feed(graph.to, end)
                .fetch(graph.squaredError)
                .run()) {
      return ((TFloat64) result.get(0)).getDouble() / ((double) (to - from) * data.dimensions());
    }
  }

  /** Normalized Δs predicted for all rows, row-major [rows][observation]. */
  float[] predict(FitData data) {
    try (Result result =
        session.runner().feed(graph.inputs, data.inputs()).fetch(graph.prediction).run()) {
      return NativeFloats.values(result.get(0));
    }
  }

  /** Keeps the state as it is now. */
  void keep() {
    run(graph.keep);
    keptSteps = steps;
  }

  /** Goes back to the state kept last. */
  void bringBack() {
    run(graph.bringBack);
    steps = keptSteps;
  }

  /** φ alone, as in {@link #state}. */
  float[] parameters() {
    return read(0);
  }

  ModelState state() {
    return new ModelState(read(0), read(1), read(2), steps);
  }

  void restore(ModelState state) {
    steps = state.steps();
    List<float[]> arrays = List.of(state.parameters(), state.firstMoments(), state.secondMoments());
    List<Tensor> fed = new ArrayList<>();
    try {
      Session.Runner run = session.runner();
      for (int slot = 0; slot < arrays.size(); slot++) {
        int from = 0;
        for (TrainingGraph.Access variable : graph.variables.get(slot)) {
          TFloat32 value = TFloat32.tensorOf(variable.parameter().shape());
          fed.add(value);
          int size = variable.parameter().size();
          value.asRawTensor().data().asFloats().write(arrays.get(slot), from, size);
          run.feed(variable.fed(), value).addTarget(variable.set());
          from += size;
        }
      }
      run.run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private float[] read(int slot) {
    List<TrainingGraph.Access> variables = graph.variables.get(slot);
    Session.Runner run = session.runner();
    variables.forEach(variable -> run.fetch(variable.value()));
    try (Result result = run.run()) {
      float[] all = new float[variables.stream().mapToInt(v -> v.parameter().size()).sum()];
      int at = 0;
      for (int i = 0; i < variables.size(); i++) {
        int size = variables.get(i).parameter().size();
        result.get(i).asRawTensor().data().asFloats().read(all, at, size);
        at += size;
      }
      return all;
    }
  }

  private void draw(Op order, int rows, long key) {
    try (TInt32 count = TInt32.scalarOf(rows);
        TInt64 seed = TInt64.scalarOf(key)) {
      session
          .runner()
          .feed(graph.order.count, count)
          .feed(graph.order.seed, seed)
          .addTarget(order)
          .run()
          .close();
    }
  }

  private int[] rows(Operand<TInt32> order) {
    try (Result result = session.runner().fetch(order).run()) {
      int[] rows = new int[Math.toIntExact(result.get(0).shape().size())];
      result.get(0).asRawTensor().data().asInts().read(rows);
      return rows;
    }
  }

  private void run(List<Op> targets) {
    Session.Runner run = session.runner();
    targets.forEach(run::addTarget);
    run.run().close();
  }

  private Session.Runner feed(FitData data) {
    return session.runner().feed(graph.inputs, data.inputs()).feed(graph.targets, data.targets());
  }

  @Override
  public void close() {
    session.close();
  }
}
