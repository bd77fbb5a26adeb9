package io.mbmpo.learner.baselines;

import io.mbmpo.learner.Planner;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.policy.CandidateReturns;
import io.mbmpo.learner.tensors.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides by random shooting: of all candidate sequences, the first action of the one with the
 * highest predicted return, mean over the models. The candidates are a function of the seed and the
 * observation, so a decision does not depend on those before it.
 */
final class RandomShooting implements Planner {
  private final CandidateReturns candidates;
  private final int blocks;
  private final List<DynamicsModel> models;
  private final Workers workers;
  private final long seed;

  /**
   * @param candidates a block of them
   * @param blocks scored side by side
   */
  RandomShooting(
      CandidateReturns candidates,
      int blocks,
      List<DynamicsModel> models,
      Workers workers,
      long seed) {
    this.candidates = candidates;
    this.blocks = blocks;
    this.models = models;
    this.workers = workers;
    this.seed = seed;
  }

  @Override
  public void action(float[] observation, float[] action) {
    long key = new SplittableRandom(seed ^ Arrays.hashCode(observation)).nextLong();
    List<CandidateReturns.Scores> scores =
        workers.map(
            blocks * models.size(),
            n -> candidates.of(models.get(n / blocks), observation, key, n % blocks));
    double best = Double.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block++) {
      float[] first = scores.get(block).first();
      for (int i = 0; i < first.length / action.length; i++) {
        double predicted = 0;
        for (int k = 0; k < models.size(); k++) {
          predicted += scores.get(k * blocks + block).returns()[i] / (double) models.size();
        }
        if (predicted > best || best == Double.NEGATIVE_INFINITY) {
          best = predicted;
          System.arraycopy(first, i * action.length, action, 0, action.length);
        }
      }
    }
  }
}
