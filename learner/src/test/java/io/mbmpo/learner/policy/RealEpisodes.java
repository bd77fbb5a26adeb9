package io.mbmpo.learner.policy;

import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Episodes of a policy that pushes a point in the plane, acted out in plain Java. */
final class RealEpisodes {
  private RealEpisodes() {}

  /** From s ~ N(0, 0.5²), s′ = s + 0.2 clip(a) + 0.02, ended by the task's rule or the horizon. */
  static List<Episode> of(
      Task task, PolicyShape shape, float[] theta, int count, int horizon, long seed) {
    DoublePolicy policy = new DoublePolicy(task, shape);
    TaskEvaluator evaluator = new TaskEvaluator(task);
    Random random = new Random(seed);
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] observations = Arrays.copyOf(Fixtures.normal(random, 2, 0, 0.5), 2 * horizon + 2);
      float[] actions = new float[2 * horizon];
      int t = 0;
      do {
        double[] s = {observations[2 * t], observations[2 * t + 1]};
        double[] mean = policy.mean(Precision.doubles(theta), s);
        for (int j = 0; j < 2; j++) {
          double std = Math.exp(theta[theta.length - 2 + j]);
          actions[2 * t + j] = (float) (mean[j] + std * random.nextGaussian());
          observations[2 * t + 2 + j] =
              (float) (s[j] + 0.2 * Math.max(-1, Math.min(1, actions[2 * t + j])) + 0.02);
        }
        t++;
      } while (t < horizon && !evaluator.terminated(observations, 2 * t));
      boolean fell = evaluator.terminated(observations, 2 * t);
      episodes.add(
          episode(
              "e" + i,
              Exploration.GAUSSIAN,
              Arrays.copyOf(observations, 2 * t + 2),
              Arrays.copyOf(actions, 2 * t),
              fell));
    }
    return episodes;
  }

  static Episode episode(
      String id, Exploration exploration, float[] observations, float[] actions, boolean fell) {
    return new Episode(
        id,
        "run",
        "point",
        "p0",
        1,
        1,
        new byte[0],
        exploration,
        1,
        observations,
        actions,
        2,
        2,
        fell,
        fell ? "fall" : "horizon",
        0,
        0.1);
  }
}
