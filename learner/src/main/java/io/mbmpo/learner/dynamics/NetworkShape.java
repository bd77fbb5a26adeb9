package io.mbmpo.learner.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Layer sizes of one dynamics network and the order of its flat parameters: for each layer the
 * directions v [in][out], the lengths g [out] and the biases b [out]. Weight normalization: the
 * weights of output unit j are W·ⱼ = gⱼ v·ⱼ / ‖v·ⱼ‖.
 *
 * @param sizes input size, hidden sizes, output size
 */
record NetworkShape(List<Integer> sizes) {
  NetworkShape {
    sizes = List.copyOf(sizes);
  }

  static NetworkShape of(int inputs, List<Integer> hidden, int outputs) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(inputs);
    sizes.addAll(hidden);
    sizes.add(outputs);
    return new NetworkShape(sizes);
  }

  int layers() {
    return sizes.size() - 1;
  }

  int inputs(int layer) {
    return sizes.get(layer);
  }

  int outputs(int layer) {
    return sizes.get(layer + 1);
  }

  /** Size of the network's output. */
  int outputs() {
    return outputs(layers() - 1);
  }

  /** v, g and b of one layer. */
  List<Parameter> parameters(int layer) {
    Shape out = Shape.of(outputs(layer));
    return List.of(
        new Parameter("v" + layer, Shape.of(inputs(layer), outputs(layer))),
        new Parameter("g" + layer, out),
        new Parameter("b" + layer, out));
  }

  /** Those of all layers, in the order of the flat parameters. */
  List<Parameter> parameters() {
    return IntStream.range(0, layers()).boxed().flatMap(i -> parameters(i).stream()).toList();
  }

  /** Index of the layer's first direction among the flat parameters. */
  int directions(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += (inputs(i) + 2) * outputs(i);
    }
    return offset;
  }

  /** Index of the layer's first length. */
  int lengths(int layer) {
    return directions(layer) + inputs(layer) * outputs(layer);
  }

  /** Index of the layer's first bias. */
  int biases(int layer) {
    return lengths(layer) + outputs(layer);
  }

  /** Number of parameters. */
  int parameterCount() {
    return directions(layers());
  }

  /** First parameters: v uniform as He (hidden) or Glorot (output) want it, g = ‖v‖, b = 0. */
  float[] initialParameters(SplittableRandom random) {
    float[] parameters = new float[parameterCount()];
    for (int layer = 0; layer < layers(); layer++) {
      int in = inputs(layer);
      int out = outputs(layer);
      boolean last = layer == layers() - 1;
      double limit = Math.sqrt(6.0 / (last ? in + out : in));
      int v = directions(layer);
      for (int i = 0; i < in * out; i++) {
        parameters[v + i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      double[] norms = norms(parameters, layer);
      for (int j = 0; j < out; j++) {
        parameters[lengths(layer) + j] = (float) norms[j];
      }
    }
    return parameters;
  }

  /** W [in][out] of one layer, row-major, weight normalization multiplied out. */
  float[] weights(float[] parameters, int layer) {
    int in = inputs(layer);
    int out = outputs(layer);
    double[] norms = norms(parameters, layer);
    float[] weights = new float[in * out];
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < out; j++) {
        double g = parameters[lengths(layer) + j];
        weights[i * out + j] = (float) (g * parameters[directions(layer) + i * out + j] / norms[j]);
      }
    }
    return weights;
  }

  /**
   * A bound on the magnitude of every unit, of hidden layers too; NaN if a parameter is.
   *
   * @param reach bound on the magnitude of each input
   */
  double greatestUnit(float[] parameters, double[] reach) {
    double[] bounds = reach;
    double greatest = 0;
    for (int layer = 0; layer < layers(); layer++) {
      int out = outputs(layer);
      float[] weights = weights(parameters, layer);
      double[] next = new double[out];
      for (int i = 0; i < weights.length; i++) {
        next[i % out] += Math.abs(weights[i]) * bounds[i / out];
      }
      for (int j = 0; j < out; j++) {
        next[j] += Math.abs(parameters[biases(layer) + j]);
        greatest = Math.max(greatest, next[j]);
      }
      bounds = next;
    }
    return greatest;
  }

  private double[] norms(float[] parameters, int layer) {
    int out = outputs(layer);
    double[] norms = new double[out];
    for (int i = 0; i < inputs(layer); i++) {
      for (int j = 0; j < out; j++) {
        double v = parameters[directions(layer) + i * out + j];
        norms[j] += v * v;
      }
    }
    for (int j = 0; j < out; j++) {
      norms[j] = Math.sqrt(norms[j]);
    }
    return norms;
  }
}
