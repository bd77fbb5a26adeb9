package io.mbmpo.learner;

import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.FitReport;
import io.mbmpo.learner.policy.MetaStep;
import io.mbmpo.learner.policy.PolicyStep;
import io.mbmpo.link.Episode;
import java.util.List;

/**
 * Bookkeeping of one iteration, kept out of the way of the method. Wall time is for people only.
 */
public final class IterationTally {
  private final RunIdentity run;
  private final int iteration;
  private long mark = System.nanoTime();
  private double collectSeconds;
  private double fitSeconds;
  private List<Episode> episodes;
  private long realSteps;
  private double validationLoss = Double.NaN;
  private double kl;
  private double adaptationKl;
  private double length;
  private double imaginedReturn = Double.NaN;
  private int steps;
  private int accepted;

  public IterationTally(RunIdentity run, int iteration) {
    this.run = run;
    this.iteration = iteration;
  }

  /**
   * Real episodes have come in.
   *
   * @param newEpisodes of this iteration, in the plan's order
   * @param realSteps transitions in D with them
   */
  public void collected(List<Episode> newEpisodes, long realSteps) {
    this.episodes = newEpisodes;
    this.realSteps = realSteps;
    collectSeconds = lap();
  }

  /** The models were fitted. */
  public void fitted(FitReport report) {
    validationLoss = report.validationLoss();
    fitSeconds = lap();
  }

  /** A meta-step was taken, or left out. */
  public void stepped(MetaStep step) {
    stepped(step.accepted(), step.kl(), step.innerStep());
    adaptationKl += step.adaptationKl();
    imaginedReturn = step.imaginedReturnAfter();
  }

  /** A step of a policy that does not adapt was taken, or left out. */
  public void stepped(PolicyStep step) {
    stepped(step.accepted(), step.kl(), step.length());
    adaptationKl = Double.NaN;
  }

  private void stepped(boolean taken, double meanKl, double alpha) {
    steps++;
    accepted += taken ? 1 : 0;
    kl += meanKl;
    length += alpha;
  }

  /** Mean imagined return of the policy. */
  public void imagined(double meanReturn) {
    imaginedReturn = meanReturn;
  }

  /** Report of a method without models. */
  public IterationReport report(float[] theta) {
    return report(theta, lap(), Double.NaN);
  }

  /**
   * Report of a method with models.
   *
   * @param theta policy after the iteration, empty if there is none
   */
  public IterationReport report(float[] theta, DynamicsEnsemble ensemble) {
    return report(theta, lap(), disagreement(ensemble));
  }

  private IterationReport report(float[] theta, double metaSeconds, double disagreement) {
    double[] returns =
        episodes.stream().mapToDouble(e -> EpisodeReturn.of(run.task(), e)).toArray();
    return new IterationReport(
        iteration,
        episodes,
        returns,
        theta.clone(),
        realSteps,
        realSteps * run.robot().policyPeriodS(),
        validationLoss,
        disagreement,
        kl / steps,
        adaptationKl / steps,
        length / steps,
        imaginedReturn,
        accepted,
        collectSeconds,
        fitSeconds,
        metaSeconds);
  }

  private double disagreement(DynamicsEnsemble ensemble) {
    double sum = 0;
    int count = 0;
    for (Episode episode : episodes) {
      int s = episode.observationSize();
      float[] observations = new float[episode.length() * s];
      System.arraycopy(episode.observations(), 0, observations, 0, observations.length);
      for (double value : ensemble.disagreement(observations, episode.actions())) {
        sum += value;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - mark) * 1e-9;
    mark = now;
    return seconds;
  }
}
