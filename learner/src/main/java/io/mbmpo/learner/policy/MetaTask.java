package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.NativeFloats;
import org.tensorflow.types.TFloat32;

/**
 * One meta-task k, a dynamics model as an MDP: its imagined episodes T and T′ and its adapted
 * policy (Alg. 1 lines 6–8). Used by one thread at a time; closing frees the episodes.
 */
final class MetaTask implements AutoCloseable {
  private final LearnerSettings.Meta settings;
  private final StartStates starts;
  private final long seedBefore;
  private final long seedAfter;
  private Rollouts before;
  private Rollouts after;
  private float alpha;
  private float[] adapted;
  private double adaptationKl;

  MetaTask(LearnerSettings.Meta settings, StartStates starts, long seedBefore, long seedAfter) {
    this.settings = settings;
    this.starts = starts;
    this.seedBefore = seedBefore;
    this.seedAfter = seedAfter;
  }

  /**
   * Line 7: adapts to T. α is shortened until the mean KL(π_θ ‖ π_θ′) over T is within its bound; a
   * step that is not finite leaves θ′ = θ, α = 0.
   *
   * @param values θ
   * @param imagined T; closed with this task
   */
  void adapt(float[] values, TFloat32 theta, Rollouts imagined, MetaObjective objective) {
    adapted = values;
    before = imagined;
    KlBound bound = new KlBound(settings.maxAdaptationKl());
    float step = (float) settings.innerStep();
    for (int i = 0; i <= KlBound.SHORTENINGS; i++) {
      MetaObjective.Adapted trial = objective.adapt(theta, step, before);
      if (!allFinite(trial.theta())) {
        return;
      }
      if (bound.holds(trial.kl())) {
        alpha = step;
        adapted = trial.theta();
        adaptationKl = trial.kl();
        return;
      }
      step = bound.shortened(step, trial.kl());
    }
  }

  /** θ′ = θ: there is nothing to adapt to. */
  void leave(float[] values) {
    adapted = values;
  }

  /** What line 6 imagines for this task. */
  Imagination.Request wishesT(TFloat32 theta) {
    return request(theta, seedBefore);
  }

  /** What line 8 imagines for this task; θ′ in it is to be closed. */
  Imagination.Request wishesAdapted() {
    return request(NativeFloats.vector(adapted), seedAfter);
  }

  private Imagination.Request request(TFloat32 theta, long seed) {
    float[] first = starts.draw(settings.rollouts(), settings.bufferStarts(), seed);
    return new Imagination.Request(theta, first, seed);
  }

  /**
   * @param imagined T′; closed with this task
   */
  void imagined(Rollouts imagined) {
    after = imagined;
  }

  /** T, or T′ where nothing was adapted (α = 0 in the settings). */
  Rollouts before() {
    return before == null ? after : before;
  }

  /** T′. */
  Rollouts after() {
    return after;
  }

  /** The inner step taken, 0 if none. */
  float alpha() {
    return alpha;
  }

  /** θ′. */
  float[] adapted() {
    return adapted;
  }

  /** Mean KL(π_θ ‖ π_θ′) over T. */
  double adaptationKl() {
    return adaptationKl;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (before != null) {
      before.close();
    }
    if (after != null) {
      after.close();
    }
  }
}
