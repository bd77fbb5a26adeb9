package io.mbmpo.learner.policy;

import io.mbmpo.robotconfigs.task.Task;
import java.util.List;

/**
 * A second, independent implementation of the policy and of Eq. 2 in plain Java and double
 * precision, written with loops and back-propagation by hand: what the graphs are tested against.
 */
final class DoublePolicy {
  private final List<Integer> layers;
  private final float[] center;
  private final float[] scale;

  DoublePolicy(Task task, PolicyShape shape) {
    this.layers = shape.layers();
    this.center = task.observationCenter();
    this.scale = task.observationScale();
  }

  /** Samples as plain arrays, [n][…]. */
  record Samples(
      double[][] observations,
      double[][] actions,
      double[][] means,
      double[] logStd,
      double[] advantages,
      double[] weights) {

    static Samples of(Rollouts rollouts, Task task) {
      return new Samples(
          rows(rollouts, 0, task.observationSize()),
          rows(rollouts, 1, task.actionSize()),
          rows(rollouts, 2, task.actionSize()),
          column(rollouts, 3),
          column(rollouts, 4),
          column(rollouts, 5));
    }

    private static double[] column(Rollouts rollouts, int tensor) {
      float[] values = io.mbmpo.learner.tensors.NativeFloats.values(rollouts.sample(tensor));
      double[] column = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        column[i] = values[i];
      }
      return column;
    }

    private static double[][] rows(Rollouts rollouts, int tensor, int width) {
      double[] flat = column(rollouts, tensor);
      double[][] rows = new double[flat.length / width][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = java.util.Arrays.copyOfRange(flat, i * width, (i + 1) * width);
      }
      return rows;
    }
  }

  /** Activations of all layers for one observation; the last is the mean action. */
  private double[][] forward(double[] theta, double[] observation) {
    double[][] h = new double[layers.size()][];
    h[0] = new double[observation.length];
    for (int i = 0; i < observation.length; i++) {
      h[0][i] = (observation[i] - center[i]) * scale[i];
    }
    int at = 0;
    for (int l = 0; l + 1 < layers.size(); l++) {
      int in = layers.get(l);
      int out = layers.get(l + 1);
      h[l + 1] = new double[out];
      for (int j = 0; j < out; j++) {
        double sum = theta[at + in * out + j];
        for (int i = 0; i < in; i++) {
          sum += h[l][i] * theta[at + i * out + j];
        }
        h[l + 1][j] = l + 2 == layers.size() ? sum : Math.tanh(sum);
      }
      at += (in + 1) * out;
    }
    return h;
  }

  double[] mean(double[] theta, double[] observation) {
    return forward(theta, observation)[layers.size() - 1];
  }

  /** Σ w A π_θ/π_old. */
  double surrogate(double[] theta, Samples s) {
    double sum = 0;
    for (int n = 0; n < s.weights.length; n++) {
      sum += s.weights[n] * s.advantages[n] * ratio(theta, s, n, mean(theta, s.observations[n]));
    }
    return sum;
  }

  /** Mean over the rows of min(r A, clip(r, 1 − ε, 1 + ε) A). */
  double clipped(double[] theta, Samples s, int[] rows, double clip) {
    double sum = 0;
    for (int n : rows) {
      double r = ratio(theta, s, n, mean(theta, s.observations[n]));
      double near = Math.max(1 - clip, Math.min(1 + clip, r));
      sum += Math.min(r * s.advantages[n], near * s.advantages[n]) / rows.length;
    }
    return sum;
  }

  /** Share of the rows at which {@link #clipped} is flat. */
  double clippedShare(double[] theta, Samples s, int[] rows, double clip) {
    double share = 0;
    for (int n : rows) {
      double r = ratio(theta, s, n, mean(theta, s.observations[n]));
      boolean flat = s.advantages[n] > 0 ? r > 1 + clip : r < 1 - clip;
      share += flat ? 1.0 / rows.length : 0;
    }
    return share;
  }

  private double ratio(double[] theta, Samples s, int n, double[] mean) {
    double log = 0;
    int first = theta.length - mean.length;
    for (int j = 0; j < mean.length; j++) {
      double now = (s.actions[n][j] - mean[j]) / Math.exp(theta[first + j]);
      double old = (s.actions[n][j] - s.means[n][j]) / Math.exp(s.logStd[j]);
      log += -now * now / 2 - theta[first + j] + old * old / 2 + s.logStd[j];
    }
    return Math.exp(log);
  }

  /** ∇ of {@link #surrogate}. */
  double[] gradient(double[] theta, Samples s) {
    double[] gradient = new double[theta.length];
    int last = layers.size() - 1;
    int logStd = theta.length - layers.get(last);
    for (int n = 0; n < s.weights.length; n++) {
      double[][] h = forward(theta, s.observations[n]);
      double factor = s.weights[n] * s.advantages[n] * ratio(theta, s, n, h[last]);
      double[] delta = new double[layers.get(last)];
      for (int j = 0; j < delta.length; j++) {
        double variance = Math.exp(2 * theta[logStd + j]);
        double error = s.actions[n][j] - h[last][j];
        delta[j] = factor * error / variance;
        gradient[logStd + j] += factor * (error * error / variance - 1);
      }
      int end = logStd;
      for (int l = last - 1; l >= 0; l--) {
        int in = layers.get(l);
        int out = layers.get(l + 1);
        int at = end - (in + 1) * out;
        double[] below = new double[in];
        for (int j = 0; j < out; j++) {
          gradient[at + in * out + j] += delta[j];
          for (int i = 0; i < in; i++) {
            gradient[at + i * out + j] += h[l][i] * delta[j];
            below[i] += theta[at + i * out + j] * delta[j] * (1 - h[l][i] * h[l][i]);
          }
        }
        delta = below;
        end = at;
      }
    }
    return gradient;
  }

  /** θ + α ∇J(θ). */
  double[] adapted(double[] theta, double alpha, Samples before) {
    double[] prime = gradient(theta, before);
    for (int i = 0; i < prime.length; i++) {
      prime[i] = theta[i] + alpha * prime[i];
    }
    return prime;
  }

  /** Σ w KL(π_old ‖ π_θ). */
  double kl(double[] theta, Samples s) {
    double sum = 0;
    for (int n = 0; n < s.weights.length; n++) {
      double[] mean = mean(theta, s.observations[n]);
      int first = theta.length - mean.length;
      for (int j = 0; j < mean.length; j++) {
        double std0 = Math.exp(s.logStd[j]);
        double std = Math.exp(theta[first + j]);
        double error = mean[j] - s.means[n][j];
        sum +=
            s.weights[n]
                * (Math.log(std / std0) + (std0 * std0 + error * error) / (2 * std * std) - 0.5);
      }
    }
    return sum;
  }
}
