package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.tensors.Device;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One model's variables in a session of their own. Used by one thread at a time, the one that
 * calls: work stays in the calling thread.
 */
final class TrainingSession implements AutoCloseable {
  private final TrainingGraph graph;
  private final Session session;
  private final int parameterCount;
  private long steps;

  TrainingSession(TrainingGraph graph, ModelState state) {
    this.graph = graph;
    this.session = Device.CPU.optimizingSession(graph.graph);
    this.parameterCount = graph.variables.stream().mapToInt(TrainingGraph.Variable::size).sum();
    restore(state);
  }

  /** One Adam step on these rows; the loss before it. */
  float step(FitData data, int[] rows, double learningRate) {
    steps++;
    try (TInt32 batch = TInt32.vectorOf(rows);
        TFloat32 rate = TFloat32.scalarOf((float) learningRate);
        TFloat32 power1 = TFloat32.scalarOf(power(TrainingGraph.BETA_1));
        TFloat32 power2 = TFloat32.scalarOf(power(TrainingGraph.BETA_2))) {
      Session.Runner run =
          feed(data, batch)
              .feed(graph.learningRate, rate)
              .feed(graph.power1, power1)
              .feed(graph.power2, power2)
              .fetch(graph.loss);
      graph.step.forEach(run::addTarget);
      try (Result result = run.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  /** Loss on these rows. */
  float loss(FitData data, int[] rows) {
    return floats(data, rows, List.of(graph.loss))[0];
  }

  /** Normalized Δs predicted for these rows, row-major [rows][observation]. */
  float[] predict(FitData data, int[] rows) {
    return floats(data, rows, List.of(graph.prediction));
  }

  /** Gradient of the loss on these rows with respect to the flat parameters. */
  float[] gradient(FitData data, int[] rows) {
    return floats(data, rows, graph.gradients);
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
      for (int kind = 0; kind < arrays.size(); kind++) {
        int from = 0;
        for (TrainingGraph.Variable variable : graph.variables) {
          TrainingGraph.Slot slot = variable.slots().get(kind);
          TFloat32 value = TFloat32.tensorOf(slot.shape());
          fed.add(value);
          value.asRawTensor().data().asFloats().write(arrays.get(kind), from, variable.size());
          run.feed(slot.fed(), value).addTarget(slot.assignment());
          from += variable.size();
        }
      }
      run.run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private float[] read(int kind) {
    Session.Runner run = session.runner();
    graph.variables.forEach(variable -> run.fetch(variable.slots().get(kind).value()));
    try (Result result = run.run()) {
      return concatenate(result, parameterCount);
    }
  }

  private float[] floats(FitData data, int[] rows, List<Operand<TFloat32>> wanted) {
    try (TInt32 batch = TInt32.vectorOf(rows)) {
      Session.Runner run = feed(data, batch);
      wanted.forEach(run::fetch);
      try (Result result = run.run()) {
        long size = 0;
        for (int i = 0; i < result.size(); i++) {
          size += result.get(i).size();
        }
        return concatenate(result, Math.toIntExact(size));
      }
    }
  }

  private static float[] concatenate(Result result, int size) {
    float[] all = new float[size];
    int at = 0;
    for (int i = 0; i < result.size(); i++) {
      int length = Math.toIntExact(result.get(i).size());
      result.get(i).asRawTensor().data().asFloats().read(all, at, length);
      at += length;
    }
    return all;
  }

  private Session.Runner feed(FitData data, TInt32 batch) {
    return session
        .runner()
        .feed(graph.inputs, data.inputs())
        .feed(graph.targets, data.targets())
        .feed(graph.batch, batch);
  }

  private float power(float beta) {
    return (float) StrictMath.pow(beta, steps);
  }

  @Override
  public void close() {
    session.close();
  }
}
