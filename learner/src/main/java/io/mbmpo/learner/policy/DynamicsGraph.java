package io.mbmpo.learner.policy;

import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.DenseLayer;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A dynamics model f̂_φ as a graph function of fed tensors. The normalizations are multiplied into
 * the first and last layer once a run, so that a step of many small rollouts is little more than
 * its matrix products.
 */
final class DynamicsGraph implements ImaginedDynamics {
  private final Ops tf;
  private final Device device;
  private final List<Placeholder<TFloat32>> placeholders = new ArrayList<>();
  private final List<Operand<TFloat32>> weights = new ArrayList<>();
  private final List<Operand<TFloat32>> biases = new ArrayList<>();
  private final Operand<TFloat32> low;
  private final Operand<TFloat32> high;

  /**
   * @param task whose states and actions the models know
   * @param hidden hidden layer sizes of the models that will be fed
   */
  DynamicsGraph(Ops tf, Device device, Task task, List<Integer> hidden) {
    this.tf = tf;
    this.device = device;
    int observation = task.observationSize();
    int width = observation + task.actionSize();
    for (int i = 0; i <= hidden.size(); i++) {
      int next = i < hidden.size() ? hidden.get(i) : observation;
      weights.add(placeholder(Shape.of(width, next)));
      biases.add(placeholder(Shape.of(next)));
      width = next;
    }
    Shape inputs = Shape.of(observation + task.actionSize());
    Shape states = Shape.of(observation);
    Operand<TFloat32> inputMean = placeholder(inputs);
    Operand<TFloat32> inputStd = placeholder(inputs);
    Operand<TFloat32> deltaMean = placeholder(states);
    Operand<TFloat32> deltaStd = placeholder(states);
    low = placeholder(states);
    high = placeholder(states);
    DenseLayer.foldInput(tf, weights, biases, inputMean, tf.math.reciprocal(inputStd));
    foldOutput(deltaMean, deltaStd);
  }

  private Operand<TFloat32> placeholder(Shape shape) {
    Placeholder<TFloat32> placeholder = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    placeholders.add(placeholder);
    return placeholder;
  }

  /** W_L ← W_L σ_Δ by columns, b_L ← b_L σ_Δ + μ_Δ. */
  private void foldOutput(Operand<TFloat32> mean, Operand<TFloat32> std) {
    int last = weights.size() - 1;
    weights.set(last, tf.math.mul(weights.get(last), std));
    biases.set(last, tf.math.add(tf.math.mul(biases.get(last), std), mean));
  }

  /** s′ = clip(f̂_φ(s, clip(a, −1, 1)), low, high) for rows of s and a. */
  Operand<TFloat32> next(Operand<TFloat32> observations, Operand<TFloat32> actions) {
    Operand<TFloat32> clipped = tf.clipByValue(actions, tf.constant(-1f), tf.constant(1f));
    Operand<TFloat32> h = tf.concat(List.of(observations, clipped), tf.constant(1));
    h = DenseLayer.RELU.network(tf, device, h, weights, biases);
    return tf.math.minimum(tf.math.maximum(tf.math.add(observations, h), low), high);
  }

  @Override
  public Operand<TFloat32> next(
      int step, Operand<TFloat32> observations, Operand<TFloat32> actions) {
    return next(observations, actions);
  }

  @Override
  public void feed(Session.Runner runner, List<DynamicsModel> models) {
    feed(runner, models.get(0));
  }

  /**
   * Feeds a model.
   *
   * @throws IllegalArgumentException when it has another number of layers
   */
  void feed(Session.Runner runner, DynamicsModel model) {
    List<TFloat32> tensors = model.tensors();
    if (tensors.size() != placeholders.size()) {
      throw new IllegalArgumentException(
          "the dynamics model has %d layers, the imagination was built for %d"
              .formatted(model.weights().size(), weights.size()));
    }
    for (int i = 0; i < tensors.size(); i++) {
      runner.feed(placeholders.get(i), tensors.get(i));
    }
  }
}
