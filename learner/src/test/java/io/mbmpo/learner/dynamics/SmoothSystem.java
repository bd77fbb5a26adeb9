package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import java.util.List;
import java.util.SplittableRandom;

/** A known smooth system with two states and one action, to learn from and to compare with. */
final class SmoothSystem {
  static final int STATES = 2;
  static final int ACTIONS = 1;

  private SmoothSystem() {}

  /** Random states in ±{@code reach}, actions that go past the clip range. */
  static Transitions transitions(int count, double reach, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] s = new float[count * STATES];
    float[] a = new float[count * ACTIONS];
    float[] next = new float[count * STATES];
    for (int row = 0; row < count; row++) {
      s[2 * row] = (float) (reach * (2 * random.nextDouble() - 1));
      s[2 * row + 1] = (float) (reach * (2 * random.nextDouble() - 1));
      a[row] = (float) (3 * random.nextDouble() - 1.5);
      double torque = Math.max(-1, Math.min(1, a[row]));
      next[2 * row] = (float) (s[2 * row] + 0.1 * s[2 * row + 1]);
      next[2 * row + 1] =
          (float) (s[2 * row + 1] + 0.1 * (-2 * Math.sin(s[2 * row]) + 1.5 * torque));
    }
    return new Transitions(STATES, ACTIONS, s, a, next, new int[] {0});
  }

  static LearnerSettings.Model settings() {
    return new LearnerSettings.Model(3, List.of(32, 32), 1e-3, 64, 0.8, 200, 1500, 0.9);
  }
}
