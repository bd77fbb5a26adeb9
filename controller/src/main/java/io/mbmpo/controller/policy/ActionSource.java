package io.mbmpo.controller.policy;

import io.mbmpo.link.RolloutPlan.Exploration;

/**
 * Draws the actions of one rollout. Everything random comes from the rollout's seed. Drawing
 * allocates nothing and may run on the control thread.
 *
 * <p>Random exploration is, if not asked otherwise, an Ornstein-Uhlenbeck process per action, dx =
 * −θ x dt + σ dW, in its exact discretization and started from its stationary law N(0, {@value
 * #RANDOM_STD}²), so σ = {@value #RANDOM_STD}·√(2θ). It is correlated over 1/θ = 0.25 s: white
 * noise at the policy rate would average out in the legs and move the robot nowhere.
 */
public final class ActionSource {
  /** θ, 1/s. */
  public static final double RANDOM_RATE = 4.0;

  /** Stationary standard deviation; action 1 is the end of the scale. */
  public static final double RANDOM_STD = 0.55;

  /** How random exploration draws. */
  public enum RandomLaw {
    /** Correlated over time: moves a legged robot. */
    ORNSTEIN_UHLENBECK,
    /** Independent and uniform on [−1, 1] in every step, the paper's random controller. */
    UNIFORM
  }

  private final Exploration exploration;
  private final RandomLaw law;
  private final MlpPolicy policy;
  private final NoiseSource noise;
  private final double[] deviates;
  private boolean drawnAhead;
  private final double[] process;
  private final double keep;
  private final double kick;

  /**
   * With the robot's law of random exploration.
   *
   * @param policy null for random exploration
   * @param actionSize number of actions
   * @param policyPeriodS time between two draws, s
   */
  public ActionSource(
      Exploration exploration, MlpPolicy policy, int actionSize, double policyPeriodS, long seed) {
    this(exploration, RandomLaw.ORNSTEIN_UHLENBECK, policy, actionSize, policyPeriodS, seed);
  }

  /**
   * @param law of random exploration
   * @param policy null for random exploration
   * @param actionSize number of actions
   * @param policyPeriodS time between two draws, s
   */
  public ActionSource(
      Exploration exploration,
      RandomLaw law,
      MlpPolicy policy,
      int actionSize,
      double policyPeriodS,
      long seed) {
    if ((policy == null) != (exploration == Exploration.RANDOM)) {
      throw new IllegalArgumentException(
          "exploration " + exploration + (policy == null ? " needs a policy" : " takes no policy"));
    }
    this.exploration = exploration;
    this.law = law;
    this.policy = policy;
    noise = new NoiseSource(seed);
    deviates = new double[actionSize];
    process = new double[actionSize];
    keep = StrictMath.exp(-RANDOM_RATE * policyPeriodS);
    kick = RANDOM_STD * Math.sqrt(1 - keep * keep);
    for (int i = 0; policy == null && i < actionSize; i++) {
      process[i] = RANDOM_STD * noise.nextGaussian();
    }
  }

  /**
   * Draws an action for the observation that starts at {@code offset}; it is not clipped.
   *
   * @param action written, one value per action
   */
  public void draw(float[] observations, int offset, float[] action) {
    switch (exploration) {
      case RANDOM -> drawRandom(action);
      case DETERMINISTIC -> policy.mean(observations, offset, action);
      case GAUSSIAN -> {
        policy.mean(observations, offset, action);
        drawAhead();
        drawnAhead = false;
        for (int i = 0; i < action.length; i++) {
          action[i] += (float) (policy.std(i) * deviates[i]);
        }
      }
    }
  }

  /**
   * Does of the next draw what can be done before its observation is known, and runs the policy on
   * this one, that its code and weights are in the caches then. The draw comes out the same with it
   * and without. Allocates nothing and may run on the control thread.
   *
   * @param scratch written, one value per action
   */
  public void prepare(float[] observations, int offset, float[] scratch) {
    if (policy == null) {
      return;
    }
    if (exploration == Exploration.GAUSSIAN) {
      drawAhead();
    }
    policy.mean(observations, offset, scratch);
  }

  private void drawAhead() {
    if (!drawnAhead) {
      for (int i = 0; i < deviates.length; i++) {
        deviates[i] = noise.nextGaussian();
      }
      drawnAhead = true;
    }
  }

  private void drawRandom(float[] action) {
    for (int i = 0; i < process.length; i++) {
      if (law == RandomLaw.UNIFORM) {
        action[i] = (float) (2 * noise.nextDouble() - 1);
      } else {
        action[i] = (float) process[i];
        process[i] = keep * process[i] + kick * noise.nextGaussian();
      }
    }
  }
}
