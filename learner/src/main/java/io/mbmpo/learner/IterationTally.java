package io.mbmpo.learner;

import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.FitReport;
import io.mbmpo.learner.policy.MetaStep;
import io.mbmpo.link.Episode;
import java.util.List;

/** Bookkeeping of one iteration, kept out of the way of Alg. 1. Wall time is for people only. */
final class IterationTally {
  private final RunIdentity run;
  private final int iteration;
  private long mark = System.nanoTime();
  private double collectSeconds;
  private double fitSeconds;
  private List<Episode> episodes;
  private Transitions data;
  private FitReport fit;
  private double kl;
  private double adaptationKl;
  private double imaginedReturn = Double.NaN;
  private int steps;
  private int accepted;

  IterationTally(RunIdentity run, int iteration) {
    this.run = run;
    this.iteration = iteration;
  }

  void collected(List<Episode> newEpisodes, Transitions allData) {
    episodes = newEpisodes;
    data = allData;
    collectSeconds = lap();
  }

  void fitted(FitReport report) {
    fit = report;
    fitSeconds = lap();
  }

  void stepped(MetaStep step) {
    steps++;
    accepted += step.accepted() ? 1 : 0;
    kl += step.kl();
    adaptationKl += step.adaptationKl();
    imaginedReturn = step.imaginedReturnAfter();
  }

  IterationReport report(DynamicsEnsemble ensemble) {
    double metaSeconds = lap();
    double[] returns =
        episodes.stream().mapToDouble(e -> EpisodeReturn.of(run.task(), e)).toArray();
    return new IterationReport(
        iteration,
        episodes,
        returns,
        data.count() * run.robot().policyPeriodS(),
        fit.validationLoss(),
        disagreement(ensemble),
        kl / steps,
        adaptationKl / steps,
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
