package io.mbmpo.learner;

import java.util.List;

/**
 * Every setting of the algorithm. Named profiles are YAML files beside this class; the paper's is
 * {@code paper}.
 *
 * @param profile name of the profile these came from
 * @param iterations iterations of Alg. 1, the first (random) one included
 * @param model dynamics ensemble
 * @param imagination how imagined episodes differ from what model and task say
 * @param meta meta-policy optimization
 * @param real real episodes of an iteration
 */
public record LearnerSettings(
    String profile, int iterations, Model model, Imagination imagination, Meta meta, Real real) {
  public LearnerSettings {
    within("iterations", iterations, 1, 65_535);
  }

  /** Number of meta-tasks, K·m. */
  public int tasks() {
    return model.count() * meta.tasksPerModel();
  }

  /**
   * Dynamics ensemble (section IV-A).
   *
   * @param count K, models in the ensemble
   * @param hidden hidden layer sizes, ReLU
   * @param learningRate Adam
   * @param batch minibatch size
   * @param trainShare share of the data each model trains on; the rest validates it
   * @param maxEpochs most passes over the data in an iteration
   * @param maxSteps most gradient steps of a model in an iteration, so that the time to fit stays
   *     bounded while data grow
   * @param persistence of the rolling validation loss whose rise stops a model's fit
   */
  public record Model(
      int count,
      List<Integer> hidden,
      double learningRate,
      int batch,
      double trainShare,
      int maxEpochs,
      int maxSteps,
      double persistence) {
    public Model {
      hidden = List.copyOf(hidden);
      within("model.count", count, 1, 100);
      hidden.forEach(size -> within("model.hidden", size, 1, 1_000_000));
      within("model.batch", batch, 1, 1_000_000);
      within("model.learningRate", learningRate, 1e-8, 1e30);
      within("model.trainShare", trainShare, 0.1, 0.99);
      within("model.maxEpochs", maxEpochs, 1, 100_000);
      within("model.maxSteps", maxSteps, 1, 10_000_000);
      within("model.persistence", persistence, 0, 0.9999);
    }
  }

  /**
   * How imagined episodes differ from what model and task say; for experiments.
   *
   * @param termination whether imagined episodes end where real ones would; the published code
   *     never ends one
   * @param maxBias b_max of section VI-D: in every iteration each model's prediction is shifted by
   *     a constant drawn from U(0, b_max) for each dimension, in units of the observation
   * @param noiseStd standard deviation of Gaussian noise added to every predicted observation, in
   *     units of the observation
   */
  public record Imagination(boolean termination, double maxBias, double noiseStd) {
    public Imagination {
      within("imagination.maxBias", maxBias, 0, 1e3);
      within("imagination.noiseStd", noiseStd, 0, 1e3);
    }
  }

  /**
   * Meta-policy optimization (section IV-B).
   *
   * @param hidden hidden layer sizes of the policy, tanh
   * @param initialStd standard deviation of the first policy's actions
   * @param minStd least standard deviation, keeps exploration alive
   * @param innerStep α of Eq. 2
   * @param maxAdaptationKl bound on the mean KL of one adaptation step; α is shortened to meet it
   * @param steps meta-steps an iteration
   * @param tasksPerModel m, meta-tasks of each model
   * @param rollouts imagined episodes of a task before, and again after, adaptation
   * @param horizon steps of an imagined episode
   * @param bufferStarts share of imagined episodes that start from states of the buffer instead of
   *     first states
   * @param discount γ
   * @param gaeLambda λ of generalized advantage estimation
   * @param maxKl trust region: bound on the mean KL at the adapted policies
   * @param conjugateGradientSteps of the trust region's solver
   * @param damping added to the Fisher matrix
   * @param lineSearchSteps most shortenings of a step
   */
  public record Meta(
      List<Integer> hidden,
      double initialStd,
      double minStd,
      double innerStep,
      double maxAdaptationKl,
      int steps,
      int tasksPerModel,
      int rollouts,
      int horizon,
      double bufferStarts,
      double discount,
      double gaeLambda,
      double maxKl,
      int conjugateGradientSteps,
      double damping,
      int lineSearchSteps) {
    public Meta {
      hidden = List.copyOf(hidden);
      within("meta.initialStd", initialStd, 1e-6, 10);
      within("meta.minStd", minStd, 0, initialStd);
      within("meta.innerStep", innerStep, 0, 1e6);
      within("meta.maxAdaptationKl", maxAdaptationKl, 0, 1e12);
      within("meta.steps", steps, 1, 100_000);
      within("meta.tasksPerModel", tasksPerModel, 1, 200);
      within("meta.rollouts", rollouts, 1, 100_000);
      within("meta.horizon", horizon, 1, 100_000);
      within("meta.bufferStarts", bufferStarts, 0, 1);
      within("meta.discount", discount, 0, 1);
      within("meta.gaeLambda", gaeLambda, 0, 1);
      within("meta.maxKl", maxKl, 1e-9, 10);
      within("meta.conjugateGradientSteps", conjugateGradientSteps, 1, 1000);
      within("meta.damping", damping, 0, 1e3);
      within("meta.lineSearchSteps", lineSearchSteps, 0, 100);
    }
  }

  /**
   * Real episodes.
   *
   * @param randomEpisodes episodes with random actions in the first iteration
   * @param episodesPerTask real episodes of each adapted policy in an iteration
   * @param metaEpisodes deterministic episodes of the pre-update policy in an iteration, to report
   *     (they are learned from, too)
   * @param horizon longest real episode, policy steps
   * @param randomHorizon longest random episode, policy steps
   */
  public record Real(
      int randomEpisodes, int episodesPerTask, int metaEpisodes, int horizon, int randomHorizon) {
    public Real {
      within("real.randomEpisodes", randomEpisodes, 1, 100_000);
      within("real.episodesPerTask", episodesPerTask, 1, 1000);
      within("real.metaEpisodes", metaEpisodes, 0, 1000);
      within("real.horizon", horizon, 2, 1_000_000);
      within("real.randomHorizon", randomHorizon, 2, 1_000_000);
    }
  }

  private static void within(String setting, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; allowed: " + low + " to " + high);
    }
  }
}
