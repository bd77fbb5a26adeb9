package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.tensors.DenseLayer;
import io.mbmpo.learner.tensors.Device;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/** One dynamics network with its loss and its Adam step, in a graph or in the body of a loop. */
final class NetworkGraph {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Ops tf;
  private final NetworkShape shape;
  private final List<LayerGraph> layers = new ArrayList<>();

  NetworkGraph(Ops tf, Device device, NetworkShape shape) {
    this.tf = tf;
    this.shape = shape;
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.add(new LayerGraph(tf, device, shape.parameters(layer)));
    }
  }

  /** Normalized Δs predicted [n, observation] for normalized inputs [n, observation + action]. */
  Operand<TFloat32> predict(Operand<TFloat32> inputs) {
    List<Operand<TFloat32>> units = units(inputs);
    return units.get(units.size() - 1);
  }

  /** Sum over rows and dimensions of the squared error; a scalar. */
  Operand<TFloat32> squaredError(Operand<TFloat32> inputs, Operand<TFloat32> targets) {
    return sum(tf.math.square(tf.math.sub(predict(inputs), targets)));
  }

  /**
   * One Adam step down the gradient of the loss (Eq. 1 in normalized units: the squared error, mean
   * over rows and dimensions).
   *
   * @param t number of this step, from 1
   * @param updates gets what writes the variables
   * @return the loss before the step, a scalar
   */
  Operand<TFloat32> step(
      Operand<TFloat32> inputs,
      Operand<TFloat32> targets,
      Operand<TFloat32> rate,
      Operand<TInt64> t,
      List<Op> updates) {
    List<Operand<TFloat32>> units = units(inputs);
    Operand<TFloat32> error = tf.math.sub(units.get(layers.size()), targets);
    Operand<TFloat32> size = tf.dtypes.cast(tf.size(error), TFloat32.class);
    Operand<TFloat32> power1 = power(BETA_1, t);
    Operand<TFloat32> power2 = power(BETA_2, t);
    Operand<TFloat32> dy = tf.math.mul(error, tf.math.div(tf.constant(2f), size));
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      Operand<TFloat32> x = units.get(layer);
      List<Operand<TFloat32>> gradients = layers.get(layer).gradients(x, dy);
      for (int i = 0; i < gradients.size(); i++) {
        Parameter parameter = shape.parameters(layer).get(i);
        updates.add(adam(parameter, gradients.get(i), rate, power1, power2));
      }
      if (layer > 0) {
        dy = layers.get(layer).back(x, dy);
      }
    }
    return tf.math.div(sum(tf.math.square(error)), size);
  }

  /** The inputs, then what each layer makes of them. */
  private List<Operand<TFloat32>> units(Operand<TFloat32> inputs) {
    List<Operand<TFloat32>> units = new ArrayList<>(List.of(inputs));
    for (int layer = 0; layer < layers.size(); layer++) {
      DenseLayer activation = layer < layers.size() - 1 ? DenseLayer.RELU : DenseLayer.LINEAR;
      units.add(layers.get(layer).forward(activation, units.get(layer)));
    }
    return units;
  }

  private Op adam(
      Parameter parameter,
      Operand<TFloat32> gradient,
      Operand<TFloat32> rate,
      Operand<TFloat32> power1,
      Operand<TFloat32> power2) {
    return tf.train.resourceApplyAdam(
        parameter.handle(tf, Parameter.Slot.VALUE),
        parameter.handle(tf, Parameter.Slot.FIRST_MOMENT),
        parameter.handle(tf, Parameter.Slot.SECOND_MOMENT),
        power1,
        power2,
        rate,
        tf.constant(BETA_1),
        tf.constant(BETA_2),
        tf.constant(EPSILON),
        gradient);
  }

  /** βᵗ, exact to float32 for any t. */
  private Operand<TFloat32> power(float beta, Operand<TInt64> t) {
    Operand<TFloat64> exact =
        tf.math.pow(tf.constant((double) beta), tf.dtypes.cast(t, TFloat64.class));
    return tf.dtypes.cast(exact, TFloat32.class);
  }

  private Operand<TFloat32> sum(Operand<TFloat32> matrix) {
    return tf.sum(matrix, tf.constant(new int[] {0, 1}));
  }
}
