package io.mbmpo.learner.tensors;

import io.mbmpo.robotconfigs.task.Arithmetic;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/** Task arithmetic as graph operations on tensors [samples, width]. */
public final class TensorArithmetic implements Arithmetic<Operand<TFloat32>> {
  private final Ops tf;

  public TensorArithmetic(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Operand<TFloat32> slice(Operand<TFloat32> x, int from, int to) {
    return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, to - from}));
  }

  @Override
  public Operand<TFloat32> plus(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.add(x, y);
  }

  @Override
  public Operand<TFloat32> minus(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.sub(x, y);
  }

  @Override
  public Operand<TFloat32> times(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.mul(x, y);
  }

  @Override
  public Operand<TFloat32> plus(Operand<TFloat32> x, double constant) {
    return tf.math.add(x, tf.constant((float) constant));
  }

  @Override
  public Operand<TFloat32> times(Operand<TFloat32> x, double constant) {
    return tf.math.mul(x, tf.constant((float) constant));
  }

  @Override
  public Operand<TFloat32> square(Operand<TFloat32> x) {
    return tf.math.square(x);
  }

  @Override
  public Operand<TFloat32> abs(Operand<TFloat32> x) {
    return tf.math.abs(x);
  }

  @Override
  public Operand<TFloat32> sqrt(Operand<TFloat32> x) {
    return tf.math.sqrt(x);
  }

  @Override
  public Operand<TFloat32> clip(Operand<TFloat32> x, double low, double high) {
    return tf.clipByValue(x, tf.constant((float) low), tf.constant((float) high));
  }

  @Override
  public Operand<TFloat32> sum(Operand<TFloat32> x) {
    return tf.reduceSum(x, tf.constant(1), ReduceSum.keepDims(true));
  }

  @Override
  public Operand<TFloat32> below(Operand<TFloat32> x, double threshold) {
    return tf.dtypes.cast(tf.math.less(x, tf.constant((float) threshold)), TFloat32.class);
  }

  @Override
  public Operand<TFloat32> max(Operand<TFloat32> x, Operand<TFloat32> y) {
    return tf.math.maximum(x, y);
  }
}
