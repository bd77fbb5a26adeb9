package io.mbmpo.learner.dynamics;

import java.util.SplittableRandom;

/**
 * All that a model's next gradient step depends on, as plain arrays of equal length, in the order
 * v, g, b of each layer. Arrays are not to be changed.
 *
 * @param parameters φ
 * @param firstMoments Adam's m
 * @param secondMoments Adam's v
 * @param steps gradient steps taken since the first fit, Adam's t
 */
public record ModelState(
    float[] parameters, float[] firstMoments, float[] secondMoments, long steps) {

  /** Random parameters that no step was taken from. */
  static ModelState first(NetworkShape shape, SplittableRandom random) {
    int n = shape.parameterCount();
    return new ModelState(shape.initialParameters(random), new float[n], new float[n], 0);
  }

  boolean isFinite() {
    return isFinite(parameters) && isFinite(firstMoments) && isFinite(secondMoments);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
