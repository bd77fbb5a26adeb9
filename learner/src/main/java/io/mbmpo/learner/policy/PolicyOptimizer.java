package io.mbmpo.learner.policy;

import static io.mbmpo.learner.policy.Precision.doubles;
import static io.mbmpo.learner.policy.Precision.floats;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.types.TFloat32;

/**
 * Steps of a policy that does not adapt, on judged episodes, imagined or real. Whatever goes wrong
 * numerically, θ stays as it was and the outcome says why. The results depend on the arguments
 * only, not on the number of workers. Called by one thread.
 */
public final class PolicyOptimizer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PolicyOptimizer.class);

  private final LearnerSettings.Meta settings;
  private final PolicyShape shape;
  private final Workers workers;
  private final PolicyObjective objective;
  private final TrustRegion trustRegion;

  public PolicyOptimizer(Task task, LearnerSettings settings, Workers workers) {
    this.settings = settings.meta();
    this.workers = workers;
    this.shape = PolicyShape.of(task, this.settings);
    this.objective = new PolicyObjective(task, this.settings, workers.device());
    this.trustRegion = TrustRegion.of(this.settings);
  }

  /** First θ, as {@link MetaOptimizer#initialParameters}. */
  public float[] initialParameters(long seed) {
    return shape.initialParameters(settings.initialStd(), seed);
  }

  /**
   * Refuses parameters that are not a policy of this task and these settings.
   *
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  public void check(float[] theta) {
    shape.check(theta);
  }

  /**
   * One step of trust region policy optimization (Schulman et al. 2015).
   *
   * @param theta θ_old, whose policy acted in the episodes; not changed
   * @param batches episodes, each batch of the same weight
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  public PolicyStep trustRegionStep(float[] theta, List<Rollouts> batches) {
    shape.check(theta);
    try (TFloat32 current = NativeFloats.vector(theta)) {
      TrustRegion.Step step =
          trustRegion.step(
              doubles(theta),
              new MeanObjective(current, batches.stream().map(this::share).toList(), workers),
              this::explore);
      float[] next =
          step.outcome() == MetaStep.Outcome.ACCEPTED ? floats(step.theta()) : theta.clone();
      return told(new PolicyStep(next, step.outcome(), step.kl(), Double.NaN));
    }
  }

  /**
   * One step of vanilla policy gradient, θ + α ∇J(θ), with α shortened until the mean KL is within
   * its bound.
   *
   * @param theta θ_old, whose policy acted in the episodes; not changed
   * @param step longest α
   * @throws IllegalArgumentException when θ has the wrong length or is not finite
   */
  public PolicyStep gradientStep(float[] theta, Rollouts batch, double step, double maxKl) {
    shape.check(theta);
    return told(shortened(theta, batch, step, new KlBound(maxKl)));
  }

  private PolicyStep shortened(float[] theta, Rollouts batch, double step, KlBound bound) {
    double[] gradient;
    try (TFloat32 current = NativeFloats.vector(theta)) {
      gradient = doubles(objective.gradient(current, batch));
    }
    double size = 0;
    for (double slope : gradient) {
      size += slope * slope;
    }
    if (!Double.isFinite(size)) {
      return skipped(theta, MetaStep.Outcome.NOT_FINITE);
    }
    if (size == 0) {
      return skipped(theta, MetaStep.Outcome.NO_GRADIENT);
    }
    float alpha = (float) step;
    for (int i = 0; i <= KlBound.SHORTENINGS; i++) {
      double[] candidate = doubles(theta);
      for (int j = 0; j < candidate.length; j++) {
        candidate[j] += alpha * gradient[j];
      }
      explore(candidate);
      double kl = kl(floats(candidate), batch);
      if (bound.holds(kl)) {
        return new PolicyStep(floats(candidate), MetaStep.Outcome.ACCEPTED, kl, alpha);
      }
      alpha = bound.shortened(alpha, kl);
    }
    return skipped(theta, MetaStep.Outcome.NO_IMPROVEMENT);
  }

  private double kl(float[] theta, Rollouts batch) {
    try (TFloat32 tensor = NativeFloats.vector(theta)) {
      return objective.evaluate(tensor, batch).kl();
    }
  }

  private static PolicyStep skipped(float[] theta, MetaStep.Outcome why) {
    return new PolicyStep(theta.clone(), why, 0, 0);
  }

  /** Keeps exploration alive. */
  private void explore(double[] theta) {
    shape.raiseLogStd(theta, Math.log(settings.minStd()));
  }

  private MeanObjective.Share share(Rollouts batch) {
    return new MeanObjective.Share() {
      @Override
      public float[] gradient(TFloat32 theta) {
        return objective.gradient(theta, batch);
      }

      @Override
      public float[] fisherProduct(TFloat32 theta, TFloat32 direction) {
        return objective.fisherProduct(theta, direction, batch);
      }

      @Override
      public TrustRegion.Evaluation evaluate(TFloat32 theta) {
        return objective.evaluate(theta, batch);
      }
    };
  }

  private static PolicyStep told(PolicyStep step) {
    if (!step.accepted()) {
      log.warn("step left out, the policy stays as it was: {}", step.outcome());
    }
    return step;
  }

  @Override
  public void close() {
    objective.close();
  }
}
