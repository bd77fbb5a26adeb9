package io.mbmpo.controller.policy;

import io.mbmpo.link.PolicySnapshot;

/** The policy again, written differently and in double precision. */
final class DoubleMlp {
  private DoubleMlp() {}

  static double[] mean(PolicySnapshot snapshot, double[] observation) {
    double[] h = new double[observation.length];
    for (int i = 0; i < h.length; i++) {
      h[i] =
          (observation[i] - snapshot.observationCenter()[i])
              * (double) snapshot.observationScale()[i];
    }
    int[] sizes = snapshot.layerSizes();
    int weights = 0;
    for (int layer = 1; layer < sizes.length; layer++) {
      int biases = weights + sizes[layer - 1] * sizes[layer];
      double[] out = new double[sizes[layer]];
      for (int j = 0; j < out.length; j++) {
        double sum = snapshot.parameters()[biases + j];
        for (int i = 0; i < h.length; i++) {
          sum += h[i] * snapshot.parameters()[weights + i * out.length + j];
        }
        out[j] = layer + 1 < sizes.length ? StrictMath.tanh(sum) : sum;
      }
      h = out;
      weights = biases + out.length;
    }
    return h;
  }
}
