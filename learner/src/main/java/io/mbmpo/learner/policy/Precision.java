package io.mbmpo.learner.policy;

/** Between θ in single precision and the trust region's double precision. */
final class Precision {
  private Precision() {}

  static double[] doubles(float[] values) {
    double[] converted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = values[i];
    }
    return converted;
  }

  static float[] floats(double[] values) {
    float[] converted = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = (float) values[i];
    }
    return converted;
  }
}
