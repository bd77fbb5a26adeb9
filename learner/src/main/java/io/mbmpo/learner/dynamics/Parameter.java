package io.mbmpo.learner.dynamics;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * One array of parameters of a network, as resource variables of whatever session runs the graph.
 * They are found by explicit shared names, from the graph and from inside its loops alike; without
 * them TensorFlow Java lets variables alias.
 *
 * @param name unique in the network
 * @param shape of the array and of every variable that belongs to it
 */
record Parameter(String name, Shape shape) {

  /** What is stored of a parameter, in the order of {@link ModelState}. */
  enum Slot {
    VALUE,
    FIRST_MOMENT,
    SECOND_MOMENT
  }

  int size() {
    return Math.toIntExact(shape.size());
  }

  /** The variable that training changes. */
  VarHandleOp handle(Ops tf, Slot slot) {
    return variable(tf, slot + "/now");
  }

  /** The variable that holds what is kept of it. */
  VarHandleOp kept(Ops tf, Slot slot) {
    return variable(tf, slot + "/kept");
  }

  ReadVariableOp<TFloat32> value(Ops tf) {
    return tf.readVariableOp(handle(tf, Slot.VALUE), TFloat32.class);
  }

  private VarHandleOp variable(Ops tf, String which) {
    return tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name + "/" + which));
  }
}
