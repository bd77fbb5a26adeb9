package io.mbmpo.launch.experiment;

import io.mbmpo.robotconfigs.task.Environment;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.TaskEvaluator;
import java.util.Arrays;

/**
 * Runs one episode after the other in an environment. An episode ends at its horizon, where the
 * task terminates, or where the simulation diverges; the step that diverged is not recorded. One
 * thread at a time.
 */
final class EpisodeRecorder {
  static final String HORIZON = "horizon";
  static final String TERMINATED = "terminated";
  static final String DIVERGED = "diverged";

  private final Environment environment;
  private final Task task;
  private final TaskEvaluator evaluator;

  EpisodeRecorder(Environment environment) {
    this.environment = environment;
    this.task = environment.task();
    this.evaluator = new TaskEvaluator(task);
  }

  /** Draws the action for the observation that starts at {@code offset}. */
  interface Actions {
    void draw(float[] observations, int offset, float[] action);
  }

  /**
   * What happened.
   *
   * @param observations s₀ … s_T, row-major [T+1][observation size]
   * @param actions a₀ … a_{T−1} as drawn, row-major [T][action size]
   * @param length T
   * @param end one of {@link #HORIZON}, {@link #TERMINATED}, {@link #DIVERGED}
   * @param total undiscounted return
   */
  record Recording(float[] observations, float[] actions, int length, String end, double total) {
    boolean terminated() {
      return end.equals(TERMINATED);
    }
  }

  /**
   * @param seed of the environment's own randomness
   * @param horizon longest episode, policy steps
   */
  Recording run(long seed, int horizon, Actions actions) {
    int s = task.observationSize();
    int a = task.actionSize();
    float[] observations = new float[(horizon + 1) * s];
    float[] taken = new float[horizon * a];
    float[] next = new float[s];
    float[] action = new float[a];
    environment.reset(seed, next);
    System.arraycopy(next, 0, observations, 0, s);
    double total = 0;
    int length = 0;
    String end = HORIZON;
    while (length < horizon) {
      actions.draw(observations, length * s, action);
      if (!environment.step(action, next) || !finite(next)) {
        end = DIVERGED;
        break;
      }
      System.arraycopy(action, 0, taken, length * a, a);
      System.arraycopy(next, 0, observations, (length + 1) * s, s);
      total += evaluator.reward(observations, length * s, action, 0, next, 0);
      length++;
      if (evaluator.terminated(next, 0)) {
        end = TERMINATED;
        break;
      }
    }
    return new Recording(
        Arrays.copyOf(observations, (length + 1) * s),
        Arrays.copyOf(taken, length * a),
        length,
        end,
        total);
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
