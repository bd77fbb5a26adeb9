package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.NativeFloats;
import org.tensorflow.types.TFloat32;

/**
 * One meta-task k, a dynamics model as an MDP: its imagined episodes T and T′ and its adapted
 * policy (Alg. 1 lines 6–8). Used by one thread at a time; closing frees the episodes.
 */
final class MetaTask implements AutoCloseable {
  /** Most shortenings of α; one or two do unless α was set far too large. */
  private static final int SHORTENINGS = 20;

  /** Least factor of a shortening, also for a KL that is not finite: far out it outgrows α². */
  private static final double LEAST_FACTOR = 0.25;

  private final LearnerSettings.Meta settings;
  private final DynamicsModel model;
  private final StartStates starts;
  private final long seedBefore;
  private final long seedAfter;
  private Rollouts before;
  private Rollouts after;
  private float alpha;
  private float[] adapted;
  private double adaptationKl;

  MetaTask(
      LearnerSettings.Meta settings,
      DynamicsModel model,
      StartStates starts,
      long seedBefore,
      long seedAfter) {
    this.settings = settings;
    this.model = model;
    this.starts = starts;
    this.seedBefore = seedBefore;
    this.seedAfter = seedAfter;
  }

  /**
   * Lines 6 and 7: imagines T with π_θ and adapts. α is shortened until the mean KL(π_θ ‖ π_θ′)
   * over T is within its bound; a step that is not finite leaves θ′ = θ, α = 0.
   */
  void adapt(float[] values, TFloat32 theta, Imagination imagination, MetaObjective objective) {
    adapted = values;
    if (settings.innerStep() == 0) {
      return;
    }
    before = imagine(imagination, theta, seedBefore);
    float step = (float) settings.innerStep();
    for (int i = 0; i <= SHORTENINGS; i++) {
      MetaObjective.Adapted trial = objective.adapt(theta, step, before);
      if (!allFinite(trial.theta())) {
        return;
      }
      if (trial.kl() <= settings.maxAdaptationKl()) {
        alpha = step;
        adapted = trial.theta();
        adaptationKl = trial.kl();
        return;
      }
      double factor = 0.95 * Math.sqrt(settings.maxAdaptationKl() / trial.kl());
      step *= (float) (factor > LEAST_FACTOR ? factor : LEAST_FACTOR);
    }
  }

  /** Line 8: imagines T′ with π_θ′. */
  void imagineAdapted(Imagination imagination) {
    try (TFloat32 theta = NativeFloats.vector(adapted)) {
      after = imagine(imagination, theta, seedAfter);
    }
  }

  private Rollouts imagine(Imagination imagination, TFloat32 theta, long seed) {
    float[] first = starts.draw(settings.rollouts(), settings.bufferStarts(), seed);
    return imagination.run(theta, model, first, seed);
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
