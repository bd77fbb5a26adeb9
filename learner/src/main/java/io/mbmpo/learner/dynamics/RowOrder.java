package io.mbmpo.learner.dynamics;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The order in which rows are gone through, drawn and kept in the graph. A split is an order of all
 * rows, whose first part is trained on; an epoch goes through that part in an order of its own. The
 * order is that of as many random numbers of 64 bits, the same for the same seed in any session.
 */
final class RowOrder {
  /** Fed when an order is drawn. */
  final Placeholder<TInt64> seed;

  /** Fed when an order is drawn: how many rows, from the first. */
  final Placeholder<TInt32> count;

  /** Draws a split of {@link #count} rows. */
  final Op drawSplit;

  /** The split [rows]. */
  final Operand<TInt32> split;

  /** Draws an epoch of the first {@link #count} rows of the split. */
  final Op drawEpoch;

  /** The epoch [count]. */
  final Operand<TInt32> epoch;

  RowOrder(Ops tf) {
    seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    count = tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
    VarHandleOp splitVariable = variable(tf, "split");
    VarHandleOp epochVariable = variable(tf, "epoch");
    split = tf.readVariableOp(splitVariable, TInt32.class);
    epoch = tf.readVariableOp(epochVariable, TInt32.class);
    Operand<TInt32> drawn = drawn(tf);
    drawSplit = tf.assignVariableOp(splitVariable, drawn);
    drawEpoch = tf.assignVariableOp(epochVariable, tf.gather(split, drawn, tf.constant(0)));
  }

  /** 0 … count−1, each once. */
  private Operand<TInt32> drawn(Ops tf) {
    Operand<TInt64> numbers =
        tf.random.statelessRandomUniformFullInt(
            tf.expandDims(count, tf.constant(0)),
            tf.stack(List.of(seed, tf.constant(0L))),
            TInt64.class);
    return tf.nn.topK(numbers, count, TInt32.class).indices();
  }

  private static VarHandleOp variable(Ops tf, String name) {
    return tf.varHandleOp(
        TInt32.class, Shape.of(Shape.UNKNOWN_SIZE), VarHandleOp.sharedName("order/" + name));
  }
}
