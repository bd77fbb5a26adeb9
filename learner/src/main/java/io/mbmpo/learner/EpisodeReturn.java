package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;

/** Undiscounted return of a real episode, by the task's own reward. */
public final class EpisodeReturn {
  private EpisodeReturn() {}

  public static double of(Task task, Episode episode) {
    TaskEvaluator evaluator = new TaskEvaluator(task);
    int s = episode.observationSize();
    int a = episode.actionSize();
    double total = 0;
    for (int t = 0; t < episode.length(); t++) {
      float[] states = episode.observations();
      total += evaluator.reward(states, t * s, episode.actions(), t * a, states, (t + 1) * s);
    }
    return total;
  }
}
