package io.mbmpo.learner;

import java.util.List;

/**
 * Every setting of every method. Named profiles are YAML files beside this class; the paper's is
 * {@code paper}.
 *
 * @param profile name of the profile these came from
 * @param iterations iterations of Alg. 1, the first (random) one included; most iterations of
 *     fine-tuning
 * @param model dynamics ensemble
 * @param imagination how imagined episodes differ from what model and task say
 * @param meta meta-policy optimization; policy, discount and trust region of every other method
 * @param real real episodes of an iteration
 * @param ensembleTrpo ME-TRPO
 * @param planning MB-MPC
 * @param modelFree TRPO and PPO
 * @param ppo PPO
 * @param fineTuning policy gradient on the real task, from a meta-policy
 */
public record LearnerSettings(
    String profile,
    int iterations,
    Model model,
    Imagination imagination,
    Meta meta,
    Real real,
    EnsembleTrpo ensembleTrpo,
    Planning planning,
    ModelFree modelFree,
    Ppo ppo,
    FineTuning fineTuning) {
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
   * @param fisherStride every so many-th imagined episode makes the Fisher matrix; 1 takes all. The
   *     surrogate, its gradient and the KL that a step must keep are always of all
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
      int fisherStride,
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
      within("meta.fisherStride", fisherStride, 1, rollouts);
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

  /**
   * ME-TRPO: up to {@code meta.steps} trust-region steps an iteration, each on K · {@code
   * meta.tasksPerModel} · {@code meta.rollouts} imagined episodes.
   *
   * @param episodes real episodes of the policy in an iteration
   * @param checkEvery steps between two checks of the policy on each model; 0 for no checks
   * @param improvedShare share of the models on which the policy must have improved since the last
   *     check for the iteration to go on
   */
  public record EnsembleTrpo(int episodes, int checkEvery, double improvedShare) {
    public EnsembleTrpo {
      within("ensembleTrpo.episodes", episodes, 1, 100_000);
      within("ensembleTrpo.checkEvery", checkEvery, 0, 100_000);
      within("ensembleTrpo.improvedShare", improvedShare, 0, 1);
    }
  }

  /**
   * MB-MPC: random shooting.
   *
   * @param episodes real episodes in an iteration
   * @param candidates action sequences that compete for every decision
   * @param horizon length of a sequence, policy steps
   * @param models models whose predicted returns are averaged, at most those there are; 1 as
   *     published
   */
  public record Planning(int episodes, int candidates, int horizon, int models) {
    public Planning {
      within("planning.episodes", episodes, 1, 100_000);
      within("planning.candidates", candidates, 1, 1_000_000);
      within("planning.horizon", horizon, 1, 10_000);
      within("planning.models", models, 1, 100);
    }
  }

  /**
   * Methods without models.
   *
   * @param episodes real episodes of the policy in an iteration
   */
  public record ModelFree(int episodes) {
    public ModelFree {
      within("modelFree.episodes", episodes, 1, 100_000);
    }
  }

  /**
   * Proximal policy optimization.
   *
   * @param clip ε, how far a probability ratio may go from 1 and still pay
   * @param epochs most passes over an iteration's episodes
   * @param minibatch steps in a minibatch
   * @param learningRate Adam
   * @param maxKl mean KL to the policy that acted at which an iteration's passes stop
   */
  public record Ppo(double clip, int epochs, int minibatch, double learningRate, double maxKl) {
    public Ppo {
      within("ppo.clip", clip, 1e-3, 1);
      within("ppo.epochs", epochs, 1, 10_000);
      within("ppo.minibatch", minibatch, 1, 10_000_000);
      within("ppo.learningRate", learningRate, 1e-8, 1e30);
      within("ppo.maxKl", maxKl, 1e-9, 1e12);
    }
  }

  /**
   * Fine-tuning by vanilla policy gradient on real episodes.
   *
   * @param episodes real episodes that measure a policy and make its gradient
   * @param step α, longest step along the gradient
   * @param maxKl bound on the mean KL of a step; α is shortened to meet it
   * @param patience iterations without a new best policy after which it ends
   * @param standardErrors how many standard errors below the best a return must fall for a step to
   *     be taken back and the bound halved
   * @param reversions steps taken back after which it ends
   */
  public record FineTuning(
      int episodes,
      double step,
      double maxKl,
      int patience,
      double standardErrors,
      int reversions) {
    public FineTuning {
      within("fineTuning.episodes", episodes, 2, 100_000);
      within("fineTuning.step", step, 1e-12, 1e6);
      within("fineTuning.maxKl", maxKl, 1e-9, 10);
      within("fineTuning.patience", patience, 1, 100_000);
      within("fineTuning.standardErrors", standardErrors, 0, 100);
      within("fineTuning.reversions", reversions, 1, 1000);
    }
  }

  private static void within(String setting, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; allowed: " + low + " to " + high);
    }
  }
}
