package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.dynamics.Parameter.Slot;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.GraphLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * All that a fit of one dynamics network computes, as a graph: the order of the rows, any number of
 * minibatch steps in one run, the loss on any number of rows in one run. It is built once; every
 * model of the ensemble is a session of its own over it, with variables of its own.
 *
 * <p>The rows are fed, not stored in a variable: feeding copies nothing, so all models share one
 * copy, and it is freed with the fit.
 */
final class TrainingGraph implements AutoCloseable {
  /** Rows whose loss is taken at a time: memory stays bounded, whatever the number of rows. */
  static final int LOSS_ROWS = 1000;

  /** How one variable is read and set. */
  record Access(Parameter parameter, Operand<TFloat32> value, Placeholder<TFloat32> fed, Op set) {}

  final Graph graph = new Graph();
  final Device device;
  private final Ops tf;
  final NetworkShape network;

  final RowOrder order;

  /** Normalized inputs of all rows [rows, observation + action]. */
  final Placeholder<TFloat32> inputs;

  /** Normalized targets of all rows [rows, observation]. */
  final Placeholder<TFloat32> targets;

  /** First minibatch of the epoch to train on, or first row of the split to take the loss of. */
  final Placeholder<TInt64> from;

  /** The first one not to. */
  final Placeholder<TInt64> to;

  /** Minibatches of an epoch, (almost) equal in size. */
  final Placeholder<TInt64> batches;

  /** Adam's steps before these. */
  final Placeholder<TInt64> stepsBefore;

  final Placeholder<TFloat32> learningRate;

  /** First minibatch not trained on: less than {@link #to} after a loss that is not finite. */
  final Operand<TInt64> trainedTo;

  /** Sum of the losses before each step. */
  final Operand<TFloat64> trainedLoss;

  /** Sum over rows and dimensions of the squared error. */
  final Operand<TFloat64> squaredError;

  /** Normalized Δs predicted for all rows [rows, observation]. */
  final Operand<TFloat32> prediction;

  /** The variables by slot, each in the order of the flat parameters. */
  final List<List<Access>> variables;

  /** Keeps the variables as they are; nothing is copied until training changes one. */
  final List<Op> keep = new ArrayList<>();

  /** Brings back what was kept. */
  final List<Op> bringBack = new ArrayList<>();

  TrainingGraph(NetworkShape network, Device device) {
    this.device = device;
    this.tf = device.ops(graph);
    this.network = network;
    order = new RowOrder(tf);
    from = fed(TInt64.class, Shape.scalar());
    to = fed(TInt64.class, Shape.scalar());
    batches = fed(TInt64.class, Shape.scalar());
    stepsBefore = fed(TInt64.class, Shape.scalar());
    learningRate = fed(TFloat32.class, Shape.scalar());
    inputs = fed(TFloat32.class, Shape.of(Shape.UNKNOWN_SIZE, network.inputs(0)));
    targets = fed(TFloat32.class, Shape.of(Shape.UNKNOWN_SIZE, network.outputs()));
    variables =
        Arrays.stream(Slot.values())
            .map(slot -> network.parameters().stream().map(p -> access(p, slot)).toList())
            .toList();
    prediction = new NetworkGraph(tf, device, network).predict(inputs);

    Operand<TInt64> stepsBeforeEpoch = tf.math.sub(stepsBefore, from);
    List<Output<?>> trained =
        GraphLoop.of(
            tf,
            List.of(from, tf.constant(0.0)),
            List.of(to, order.epoch, inputs, targets, batches, stepsBeforeEpoch, learningRate),
            TrainingGraph::isFiniteAndNotThrough,
            this::trainOnMinibatch);
    trainedTo = trained.get(0).expect(TInt64.class);
    trainedLoss = trained.get(1).expect(TFloat64.class);

    squaredError =
        GraphLoop.of(
                tf,
                List.of(from, tf.constant(0.0)),
                List.of(to, order.split, inputs, targets),
                TrainingGraph::isFiniteAndNotThrough,
                this::addSquaredError)
            .get(1)
            .expect(TFloat64.class);
  }

  /** Both loops count in their first value, sum in the second and count to the third. */
  private static Operand<TBool> isFiniteAndNotThrough(Ops tf, List<Output<?>> values) {
    return tf.math.logicalAnd(
        tf.math.less(values.get(0).expect(TInt64.class), values.get(2).expect(TInt64.class)),
        tf.math.isFinite(values.get(1).expect(TFloat64.class)));
  }

  private List<Operand<?>> trainOnMinibatch(Ops tf, List<Output<?>> values) {
    Operand<TInt64> minibatch = values.get(0).expect(TInt64.class);
    Operand<TFloat64> sum = values.get(1).expect(TFloat64.class);
    Operand<TInt32> epoch = values.get(3).expect(TInt32.class);
    Operand<TInt64> batches = values.get(6).expect(TInt64.class);
    Operand<TInt64> next = tf.math.add(minibatch, tf.constant(1L));
    Operand<TInt64> size = tf.size(epoch, TInt64.class);
    Operand<TInt32> rows =
        slice(
            tf,
            epoch,
            tf.math.floorDiv(tf.math.mul(size, minibatch), batches),
            tf.math.floorDiv(tf.math.mul(size, next), batches));
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> loss =
        new NetworkGraph(tf, device, network)
            .step(
                tf.gather(values.get(4).expect(TFloat32.class), rows, tf.constant(0)),
                tf.gather(values.get(5).expect(TFloat32.class), rows, tf.constant(0)),
                values.get(8).expect(TFloat32.class),
                tf.math.add(values.get(7).expect(TInt64.class), next),
                updates);
    return List.of(tf.withControlDependencies(updates).identity(next), add(tf, sum, loss));
  }

  private List<Operand<?>> addSquaredError(Ops tf, List<Output<?>> values) {
    Operand<TInt64> from = values.get(0).expect(TInt64.class);
    Operand<TFloat64> sum = values.get(1).expect(TFloat64.class);
    Operand<TInt64> to =
        tf.math.minimum(
            tf.math.add(from, tf.constant((long) LOSS_ROWS)), values.get(2).expect(TInt64.class));
    Operand<TInt32> rows = slice(tf, values.get(3).expect(TInt32.class), from, to);
    Operand<TFloat32> error =
        new NetworkGraph(tf, device, network)
            .squaredError(
                tf.gather(values.get(4).expect(TFloat32.class), rows, tf.constant(0)),
                tf.gather(values.get(5).expect(TFloat32.class), rows, tf.constant(0)));
    return List.of(to, add(tf, sum, error));
  }

  private static Operand<TInt32> slice(
      Ops tf, Operand<TInt32> rows, Operand<TInt64> from, Operand<TInt64> to) {
    Operand<TInt32> axis = tf.constant(0);
    return tf.slice(rows, tf.expandDims(from, axis), tf.expandDims(tf.math.sub(to, from), axis));
  }

  private static Operand<TFloat64> add(Ops tf, Operand<TFloat64> sum, Operand<TFloat32> term) {
    return tf.math.add(sum, tf.dtypes.cast(term, TFloat64.class));
  }

  private Access access(Parameter parameter, Slot slot) {
    Operand<TFloat32> value = tf.readVariableOp(parameter.handle(tf, slot), TFloat32.class);
    Operand<TFloat32> kept = tf.readVariableOp(parameter.kept(tf, slot), TFloat32.class);
    Placeholder<TFloat32> fed = fed(TFloat32.class, parameter.shape());
    keep.add(tf.assignVariableOp(parameter.kept(tf, slot), value));
    bringBack.add(tf.assignVariableOp(parameter.handle(tf, slot), kept));
    return new Access(parameter, value, fed, tf.assignVariableOp(parameter.handle(tf, slot), fed));
  }

  private <T extends TType> Placeholder<T> fed(Class<T> type, Shape shape) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }

  @Override
  public void close() {
    graph.close();
  }
}
