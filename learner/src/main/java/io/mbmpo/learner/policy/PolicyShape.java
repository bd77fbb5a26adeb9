package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Layer sizes of a policy and the layout of its flat parameter vector θ: W₁ (row-major [in][out]),
 * b₁, W₂, b₂, …, log σ, as in {@link PolicySnapshot#parameters()}. In a graph θ is a list of parts
 * in that order: gradients are taken by part and joined at the end, which spares TensorFlow the
 * derivative of slicing.
 *
 * @param layers observation size, hidden sizes, action size
 */
record PolicyShape(List<Integer> layers) {
  PolicyShape {
    layers = List.copyOf(layers);
  }

  static PolicyShape of(Task task, LearnerSettings.Meta meta) {
    List<Integer> layers = new ArrayList<>();
    layers.add(task.observationSize());
    layers.addAll(meta.hidden());
    layers.add(task.actionSize());
    return new PolicyShape(layers);
  }

  /** Length of θ. */
  int parameterCount() {
    return PolicySnapshot.parameterCount(layers.stream().mapToInt(i -> i).toArray());
  }

  /**
   * Refuses parameters that are not of this shape.
   *
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  void check(float[] theta) {
    if (theta.length != parameterCount()) {
      throw new IllegalArgumentException(
          "θ has %d values, a policy of layers %s has %d"
              .formatted(theta.length, layers, parameterCount()));
    }
    for (int i = 0; i < theta.length; i++) {
      if (!Float.isFinite(theta[i])) {
        throw new IllegalArgumentException("θ[%d] is %s".formatted(i, theta[i]));
      }
    }
  }

  int actionSize() {
    return layers.get(layers.size() - 1);
  }

  /** Shapes of the parts, in order. */
  List<Shape> partShapes() {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i + 1 < layers.size(); i++) {
      shapes.add(Shape.of(layers.get(i), layers.get(i + 1)));
      shapes.add(Shape.of(layers.get(i + 1)));
    }
    shapes.add(Shape.of(actionSize()));
    return shapes;
  }

  /** θ as its parts. */
  List<Operand<TFloat32>> split(Ops tf, Operand<TFloat32> flat) {
    List<Shape> shapes = partShapes();
    int[] sizes = shapes.stream().mapToInt(s -> (int) s.size()).toArray();
    var pieces = tf.splitV(flat, tf.constant(sizes), tf.constant(0), (long) sizes.length).output();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.add(tf.reshape(pieces.get(i), tf.constant(shapes.get(i))));
    }
    return parts;
  }

  /** The parts as one vector. */
  Operand<TFloat32> join(Ops tf, List<Operand<TFloat32>> parts) {
    List<Operand<TFloat32>> flat = new ArrayList<>();
    for (Operand<TFloat32> part : parts) {
      flat.add(tf.reshape(part, tf.constant(new int[] {-1})));
    }
    return tf.concat(flat, tf.constant(0));
  }

  /**
   * First parameters: Xavier-uniform weights, zero biases, a hundredth of that in the last layer so
   * that the first mean actions are near zero.
   */
  float[] initialParameters(double initialStd, long seed) {
    Random random = new Random(seed);
    float[] theta = new float[parameterCount()];
    int at = 0;
    for (int i = 0; i + 1 < layers.size(); i++) {
      int in = layers.get(i);
      int out = layers.get(i + 1);
      double bound = Math.sqrt(6.0 / (in + out)) * (i + 2 == layers.size() ? 0.01 : 1.0);
      for (int j = 0; j < in * out; j++) {
        theta[at++] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      at += out;
    }
    Arrays.fill(theta, at, theta.length, (float) Math.log(initialStd));
    return theta;
  }

  /** Raises every log σ in θ to at least {@code floor}, in place. */
  void raiseLogStd(double[] theta, double floor) {
    for (int i = theta.length - actionSize(); i < theta.length; i++) {
      theta[i] = Math.max(theta[i], floor);
    }
  }

  /** Mean σ over the actions. */
  double meanStd(float[] theta) {
    double sum = 0;
    for (int i = theta.length - actionSize(); i < theta.length; i++) {
      sum += Math.exp(theta[i]);
    }
    return sum / actionSize();
  }
}
