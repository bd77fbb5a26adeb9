package io.mbmpo.launch.experiment;

import com.google.common.math.Stats;
import io.mbmpo.controller.policy.ActionSource;
import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.learner.RandomStreams;
import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a policy by episodes that nobody learns from: nothing is stored, and their random
 * numbers are none that training draws.
 */
public final class PolicyEvaluation {
  private final EpisodeRecorder recorder;
  private final Environment environment;
  private final RandomStreams streams;

  /**
   * @param environment left open
   * @param seed of the trial
   */
  public PolicyEvaluation(Environment environment, long seed) {
    this.recorder = new EpisodeRecorder(environment);
    this.environment = environment;
    this.streams = new RandomStreams(~seed);
  }

  /**
   * What episodes of one kind came to.
   *
   * @param mean undiscounted return, mean over the episodes
   * @param std its standard deviation over the episodes
   * @param length mean length, policy steps
   * @param terminated share of episodes that the task ended early
   */
  public record Score(double mean, double std, double length, double terminated) {
    /** Of no episode at all. */
    public static final Score NONE = new Score(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * A policy's scores.
   *
   * @param sampled with the policy's own noise
   * @param deterministic by its mean action
   */
  public record Scores(Score sampled, Score deterministic) {
    /** Of a method without a policy. */
    public static final Scores NONE = new Scores(Score.NONE, Score.NONE);
  }

  /**
   * Runs episodes to the task's horizon: with noise, and as many by the mean action.
   *
   * @param iteration decides, with the trial's seed, what is random
   */
  public Scores scores(PolicySnapshot policy, int iteration, int episodes) {
    return new Scores(
        score(policy, Exploration.GAUSSIAN, iteration, episodes),
        score(policy, Exploration.DETERMINISTIC, iteration, episodes));
  }

  /**
   * Runs episodes of one kind to the task's horizon.
   *
   * @param policy null for random actions
   */
  public Score score(PolicySnapshot policy, Exploration exploration, int iteration, int episodes) {
    if (episodes == 0) {
      return Score.NONE;
    }
    List<EpisodeRecorder.Recording> recordings = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      long seed = streams.seed(Purpose.ROLLOUT, iteration, i);
      ActionSource actions =
          new ActionSource(
              exploration,
              ActionSource.RandomLaw.UNIFORM,
              policy == null ? null : new MlpPolicy(policy),
              environment.task().actionSize(),
              environment.policyPeriodS(),
              seed);
      recordings.add(recorder.run(seed, environment.task().horizon(), actions::draw));
    }
    Stats returns = Stats.of(recordings.stream().mapToDouble(r -> r.total()).toArray());
    return new Score(
        returns.mean(),
        returns.populationStandardDeviation(),
        recordings.stream().mapToInt(r -> r.length()).average().orElseThrow(),
        recordings.stream().filter(r -> r.terminated()).count() / (double) episodes);
  }
}
