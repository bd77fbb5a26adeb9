package io.mbmpo.learner.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One dynamics network, its loss (Eq. 1 in normalized units) and one Adam step, as a graph. It is
 * built once; every model of the ensemble is a session of its own over it, with variables of its
 * own.
 *
 * <p>Variables are resource variables with explicit shared names: without them TensorFlow Java lets
 * variables alias.
 */
final class TrainingGraph implements AutoCloseable {
  static final float BETA_1 = 0.9f;
  static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** Value, first and second moment of one parameter array, in the order of the flat parameters. */
  record Variable(List<Slot> slots, int size) {}

  /** One variable: how it is read and how it is set. */
  record Slot(
      Shape shape, ReadVariableOp<TFloat32> value, Placeholder<TFloat32> fed, Op assignment) {}

  final Graph graph = new Graph();

  /** Normalized inputs of all rows [rows, observation + action]. */
  final Placeholder<TFloat32> inputs;

  /** Normalized targets of all rows [rows, observation]. */
  final Placeholder<TFloat32> targets;

  /** Rows of this minibatch. */
  final Placeholder<TInt32> batch;

  final Placeholder<TFloat32> learningRate;

  /** β₁ᵗ and β₂ᵗ. */
  final Placeholder<TFloat32> power1;

  final Placeholder<TFloat32> power2;

  /** Normalized Δs predicted for the batch [batch, observation]. */
  final Operand<TFloat32> prediction;

  /** Mean over batch and dimensions of the squared error; a scalar. */
  final Operand<TFloat32> loss;

  final List<Variable> variables = new ArrayList<>();

  /** ∂loss/∂value of each variable. */
  final List<Operand<TFloat32>> gradients = new ArrayList<>();

  /** Adam's updates; all of them are one step. */
  final List<Op> step = new ArrayList<>();

  private final Ops tf = Ops.create(graph);

  TrainingGraph(NetworkShape network) {
    inputs = placeholder(Shape.of(Shape.UNKNOWN_SIZE, network.inputs(0)));
    targets = placeholder(Shape.of(Shape.UNKNOWN_SIZE, network.outputs(network.layers() - 1)));
    batch = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    learningRate = placeholder(Shape.scalar());
    power1 = placeholder(Shape.scalar());
    power2 = placeholder(Shape.scalar());

    List<VarHandleOp> handles = new ArrayList<>();
    Operand<TFloat32> unit = tf.gather(inputs, batch, tf.constant(0));
    for (int layer = 0; layer < network.layers(); layer++) {
      long in = network.inputs(layer);
      long out = network.outputs(layer);
      Operand<TFloat32> v = variable("v" + layer, Shape.of(in, out), handles);
      Operand<TFloat32> g = variable("g" + layer, Shape.of(out), handles);
      Operand<TFloat32> b = variable("b" + layer, Shape.of(out), handles);
      Operand<TFloat32> squares = tf.sum(tf.math.square(v), tf.constant(0), Sum.keepDims(false));
      Operand<TFloat32> weights = tf.math.mul(v, tf.math.mul(g, tf.math.rsqrt(squares)));
      unit = tf.nn.biasAdd(tf.linalg.matMul(unit, weights), b);
      if (layer < network.layers() - 1) {
        unit = tf.nn.relu(unit);
      }
    }
    prediction = unit;
    Operand<TFloat32> error = tf.math.sub(prediction, tf.gather(targets, batch, tf.constant(0)));
    loss = tf.math.mean(tf.math.square(error), tf.constant(new int[] {0, 1}));

    List<Operand<TFloat32>> values = new ArrayList<>();
    variables.forEach(variable -> values.add(variable.slots().get(0).value()));
    Gradients found = tf.gradients(loss, values);
    for (int i = 0; i < values.size(); i++) {
      Operand<TFloat32> gradient = found.dy(i);
      gradients.add(gradient);
      step.add(
          tf.train.resourceApplyAdam(
              handles.get(3 * i),
              handles.get(3 * i + 1),
              handles.get(3 * i + 2),
              power1,
              power2,
              learningRate,
              tf.constant(BETA_1),
              tf.constant(BETA_2),
              tf.constant(EPSILON),
              gradient));
    }
  }

  /** Value and two moments under one name; returns the value as read. */
  private Operand<TFloat32> variable(String name, Shape shape, List<VarHandleOp> handles) {
    List<Slot> slots = new ArrayList<>();
    for (String kind : List.of("value", "moment1", "moment2")) {
      VarHandleOp handle =
          tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name + "/" + kind));
      Placeholder<TFloat32> fed = placeholder(shape);
      handles.add(handle);
      slots.add(
          new Slot(
              shape,
              tf.readVariableOp(handle, TFloat32.class),
              fed,
              tf.assignVariableOp(handle, fed)));
    }
    variables.add(new Variable(slots, Math.toIntExact(shape.size())));
    return slots.get(0).value();
  }

  private Placeholder<TFloat32> placeholder(Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  @Override
  public void close() {
    graph.close();
  }
}
