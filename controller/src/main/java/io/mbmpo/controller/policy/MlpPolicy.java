package io.mbmpo.controller.policy;

import io.mbmpo.link.PolicySnapshot;

/**
 * The Gaussian MLP of {@link PolicySnapshot} in float32. Evaluation allocates nothing; one thread
 * at a time, since the hidden layers are kept.
 */
public final class MlpPolicy {
  private final int[] sizes;
  private final float[] parameters;
  private final float[] center;
  private final float[] scale;
  private final float[] std;
  private final float[][] layers;

  /**
   * @throws IllegalArgumentException when array lengths do not fit the layer sizes
   */
  public MlpPolicy(PolicySnapshot snapshot) {
    sizes = snapshot.layerSizes().clone();
    parameters = snapshot.parameters().clone();
    center = snapshot.observationCenter().clone();
    scale = snapshot.observationScale().clone();
    if (sizes.length < 2 || parameters.length != PolicySnapshot.parameterCount(sizes)) {
      throw new IllegalArgumentException(
          "policy parameters: " + parameters.length + " do not fit the layer sizes");
    }
    if (center.length != sizes[0] || scale.length != sizes[0]) {
      throw new IllegalArgumentException(
          "observation scaling: " + center.length + " and " + scale.length + ", not " + sizes[0]);
    }
    layers = new float[sizes.length - 1][];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new float[sizes[i]];
    }
    int actions = actionSize();
    std = new float[actions];
    for (int i = 0; i < actions; i++) {
      std[i] = (float) StrictMath.exp(parameters[parameters.length - actions + i]);
    }
  }

  public int observationSize() {
    return sizes[0];
  }

  public int actionSize() {
    return sizes[sizes.length - 1];
  }

  /** Standard deviation of action i. Real-time safe. */
  public float std(int i) {
    return std[i];
  }

  /**
   * Mean action for the observation that starts at {@code offset}. Real-time safe.
   *
   * @param mean written, length {@link #actionSize()}
   */
  public void mean(float[] observations, int offset, float[] mean) {
    float[] input = layers[0];
    for (int i = 0; i < input.length; i++) {
      input[i] = (observations[offset + i] - center[i]) * scale[i];
    }
    int at = 0;
    for (int layer = 0; layer < layers.length; layer++) {
      boolean last = layer + 1 == layers.length;
      float[] output = last ? mean : layers[layer + 1];
      at = affine(layers[layer], output, at);
      if (!last) {
        for (int i = 0; i < output.length; i++) {
          output[i] = (float) Math.tanh(output[i]);
        }
      }
    }
  }

  /** output = input·W + b; returns where the next layer's parameters start. */
  private int affine(float[] input, float[] output, int at) {
    int width = output.length;
    int bias = at + input.length * width;
    System.arraycopy(parameters, bias, output, 0, width);
    for (int i = 0; i < input.length; i++) {
      float x = input[i];
      int row = at + i * width;
      for (int j = 0; j < width; j++) {
        output[j] += x * parameters[row + j];
      }
    }
    return bias + width;
  }
}
