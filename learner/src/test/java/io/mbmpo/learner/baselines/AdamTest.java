package io.mbmpo.learner.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamTest {

  @Test
  void itsFirstStepIsTheLearningRateWhateverTheGradientsSize() {
    float[] moved = Adam.fresh(3).step(new float[3], new float[] {1e-3f, -20, 0}, 0.1).theta();
    assertThat(moved).containsExactly(new float[] {0.1f, -0.1f, 0}, within(1e-5f));
  }

  @Test
  void itFollowsItsDefinitionThroughSeveralSteps() {
    float[] gradients = {1, -0.5f, 3, 0.25f};
    double m = 0;
    double v = 0;
    double expected = 2;
    Adam adam = Adam.fresh(1);
    float[] theta = {2};
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1];
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      expected +=
          0.01 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
      Adam.Step step = adam.step(theta, new float[] {gradients[t - 1]}, 0.01);
      theta = step.theta();
      adam = step.adam();
      assertThat((double) theta[0]).isCloseTo(expected, within(1e-6));
    }
    assertThat(adam.steps()).isEqualTo(4);
  }

  @Test
  void keptInArraysItGoesOnBitByBit() {
    Adam adam = Adam.fresh(2).step(new float[2], new float[] {0.3f, -7}, 0.1).adam();
    float[] gradient = {-0.1f, 2};
    float[] theta = {1, 2};
    assertThat(Adam.of(adam.arrays(), 2).step(theta, gradient, 0.1).theta())
        .isEqualTo(adam.step(theta, gradient, 0.1).theta());
  }
}
