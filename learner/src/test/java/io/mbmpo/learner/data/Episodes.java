package io.mbmpo.learner.data;

import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan;
import java.util.SplittableRandom;

/** Episodes made up from their id. */
final class Episodes {
  static final String RUN = "run";

  private Episodes() {}

  static Episode episode(int iteration, int index, int length) {
    return episode(iteration, index, length, 0);
  }

  static Episode episode(int iteration, int index, int length, long salt) {
    SplittableRandom random = new SplittableRandom(iteration * 1000L + index + (salt << 32));
    float[] observations = new float[3 * (length + 1)];
    float[] actions = new float[2 * length];
    for (int i = 0; i < observations.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      observations[i] = Float.isNaN(any) ? -0.0f : any;
    }
    for (int i = 0; i < actions.length; i++) {
      actions[i] = (float) random.nextDouble();
    }
    return new Episode(
        RUN + "-" + iteration + "-" + index,
        RUN,
        "go1",
        "c0ffee",
        iteration,
        iteration == 0 ? 0 : Long.MAX_VALUE - index,
        iteration == 0 ? new byte[0] : new byte[] {1, -2, 3},
        iteration == 0 ? RolloutPlan.Exploration.RANDOM : RolloutPlan.Exploration.GAUSSIAN,
        random.nextLong(),
        observations,
        actions,
        3,
        2,
        index % 2 == 0,
        index % 2 == 0 ? "fall" : "horizon",
        random.nextLong(),
        0.04);
  }
}
