package io.mbmpo.learner.dynamics;

/**
 * A second implementation, in plain Java and double precision, of a dynamics network, its loss (Eq.
 * 1 in normalized units), gradient and Adam step. Weight normalization is differentiated element by
 * element.
 */
final class DoubleNetwork {
  private final NetworkShape shape;
  private final double[][] inputs;
  private final double[][] targets;
  final double[] parameters;
  final double[] first;
  final double[] second;
  private int t;

  /**
   * @param inputs row-major [rows][inputs]
   * @param targets row-major [rows][outputs]
   */
  DoubleNetwork(NetworkShape shape, float[] parameters, float[] inputs, float[] targets) {
    this.shape = shape;
    this.inputs = rows(inputs, shape.inputs(0));
    this.targets = rows(targets, shape.outputs());
    this.parameters = new double[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      this.parameters[i] = parameters[i];
    }
    this.first = new double[parameters.length];
    this.second = new double[parameters.length];
  }

  private static double[][] rows(float[] values, int width) {
    double[][] rows = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return rows;
  }

  double loss(int[] batch) {
    double sum = 0;
    for (int row : batch) {
      double[][] units = units(inputs[row]);
      for (int j = 0; j < shape.outputs(); j++) {
        sum += Math.pow(units[shape.layers()][j] - targets[row][j], 2);
      }
    }
    return sum / (batch.length * shape.outputs());
  }

  void step(int[] batch, double rate) {
    double[] gradient = gradient(batch);
    t++;
    for (int i = 0; i < gradient.length; i++) {
      first[i] = 0.9 * first[i] + 0.1 * gradient[i];
      second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
      double mean = first[i] / (1 - Math.pow(0.9, t));
      double spread = Math.sqrt(second[i] / (1 - Math.pow(0.999, t)));
      parameters[i] -= rate * mean / (spread + 1e-8);
    }
  }

  double[] gradient(int[] batch) {
    double[] gradient = new double[parameters.length];
    for (int row : batch) {
      double[][] units = units(inputs[row]);
      double[] dy = new double[shape.outputs()];
      for (int j = 0; j < dy.length; j++) {
        dy[j] = 2 * (units[shape.layers()][j] - targets[row][j]) / (batch.length * shape.outputs());
      }
      for (int layer = shape.layers() - 1; layer >= 0; layer--) {
        dy = back(layer, units[layer], dy, gradient);
      }
    }
    return gradient;
  }

  /** Adds the layer's gradient of one row; returns that of its input, before its ReLU. */
  private double[] back(int layer, double[] x, double[] dy, double[] gradient) {
    double[] dx = new double[x.length];
    for (int j = 0; j < dy.length; j++) {
      double g = parameters[shape.lengths(layer) + j];
      double norm = norm(layer, j);
      gradient[shape.biases(layer) + j] += dy[j];
      for (int i = 0; i < x.length; i++) {
        gradient[shape.lengths(layer) + j] += dy[j] * x[i] * v(layer, i, j) / norm;
        for (int k = 0; k < x.length; k++) {
          double byDirection =
              (i == k ? g / norm : 0) - g * v(layer, i, j) * v(layer, k, j) / Math.pow(norm, 3);
          gradient[direction(layer, k, j)] += dy[j] * x[i] * byDirection;
        }
        dx[i] += x[i] > 0 ? dy[j] * g * v(layer, i, j) / norm : 0;
      }
    }
    return dx;
  }

  /** The input, then what each layer makes of it. */
  private double[][] units(double[] input) {
    double[][] units = new double[shape.layers() + 1][];
    units[0] = input;
    for (int layer = 0; layer < shape.layers(); layer++) {
      units[layer + 1] = new double[shape.outputs(layer)];
      for (int j = 0; j < shape.outputs(layer); j++) {
        double sum = 0;
        for (int i = 0; i < units[layer].length; i++) {
          sum += v(layer, i, j) * units[layer][i];
        }
        double y =
            parameters[shape.lengths(layer) + j] * sum / norm(layer, j)
                + parameters[shape.biases(layer) + j];
        units[layer + 1][j] = layer + 1 < shape.layers() ? Math.max(0, y) : y;
      }
    }
    return units;
  }

  private double norm(int layer, int j) {
    double squares = 0;
    for (int i = 0; i < shape.inputs(layer); i++) {
      squares += v(layer, i, j) * v(layer, i, j);
    }
    return Math.sqrt(squares);
  }

  private double v(int layer, int i, int j) {
    return parameters[direction(layer, i, j)];
  }

  private int direction(int layer, int i, int j) {
    return shape.directions(layer) + i * shape.outputs(layer) + j;
  }
}
