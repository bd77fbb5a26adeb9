package io.mbmpo.learner.baselines;

import java.util.Map;

/**
 * Adam (Kingma and Ba 2015), upwards. What it remembers is single precision, as it is kept in
 * checkpoints, so that it goes on bit by bit. Immutable: a step makes another.
 *
 * @param first moments
 * @param second moments
 * @param steps taken; beyond 2²⁴, which a float can count, they no longer matter
 */
record Adam(float[] first, float[] second, int steps) {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private static final String FIRST = "adam.first";
  private static final String SECOND = "adam.second";
  private static final String STEPS = "adam.steps";

  static Adam fresh(int parameters) {
    return new Adam(new float[parameters], new float[parameters], 0);
  }

  /** From a state's arrays; fresh when they have none. */
  static Adam of(Map<String, float[]> arrays, int parameters) {
    return arrays.containsKey(STEPS)
        ? new Adam(arrays.get(FIRST), arrays.get(SECOND), (int) arrays.get(STEPS)[0])
        : fresh(parameters);
  }

  Map<String, float[]> arrays() {
    return Map.of(FIRST, first, SECOND, second, STEPS, new float[] {steps});
  }

  /** A step along a gradient. */
  Step step(float[] theta, float[] gradient, double learningRate) {
    Adam next = new Adam(first.clone(), second.clone(), steps + 1);
    float[] moved = theta.clone();
    double correction1 = 1 - StrictMath.pow(BETA_1, next.steps);
    double correction2 = 1 - StrictMath.pow(BETA_2, next.steps);
    for (int i = 0; i < theta.length; i++) {
      double m = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
      double v = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
      next.first[i] = (float) m;
      next.second[i] = (float) v;
      moved[i] +=
          (float) (learningRate * (m / correction1) / (Math.sqrt(v / correction2) + EPSILON));
    }
    return new Step(moved, next);
  }

  /** New parameters, and the Adam to make the next step with. */
  record Step(float[] theta, Adam adam) {}
}
