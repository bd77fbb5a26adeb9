package io.mbmpo.learner.finetuning;

import io.mbmpo.learner.EpisodeReturn;
import io.mbmpo.learner.IterationTally;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearnerState;
import io.mbmpo.learner.Learning;
import io.mbmpo.learner.LearningContext;
import io.mbmpo.learner.RobotEpisodes;
import io.mbmpo.learner.dynamics.EnsembleState;
import io.mbmpo.learner.policy.PolicyOptimizer;
import io.mbmpo.learner.policy.PolicyStep;
import io.mbmpo.learner.policy.RealRollouts;
import io.mbmpo.learner.policy.Rollouts;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fine-tuning on the real task (section V): vanilla policy gradient from a meta-policy, θ ← θ + α
 * ∇J, on real episodes only. Every iteration measures a policy and takes one step from it, no
 * longer than the bound on the mean KL allows. What comes out is the best policy measured, which is
 * the one it began with if nothing was better; see {@link Search} for the rules. Episodes that
 * nothing can be learned from leave the policy as it was; those that {@link Episode#interrupted()
 * were interrupted} are not judged by.
 */
public final class FineTuning implements Learning {
  private static final Logger log = LoggerFactory.getLogger(FineTuning.class);

  private final LearningContext context;
  private final LearnerSettings.FineTuning settings;
  private final float[] start;
  private final RobotEpisodes robot;
  private final RealRollouts judgement;
  private final PolicyOptimizer optimizer;

  /**
   * @param start θ to begin with
   * @throws IllegalArgumentException when it is not a policy of these settings, or not finite
   */
  public FineTuning(LearningContext context, float[] start) {
    this.context = context;
    this.start = start.clone();
    settings = context.settings().fineTuning();
    optimizer = new PolicyOptimizer(context.run().task(), context.settings(), context.workers());
    optimizer.check(start);
    robot = new RobotEpisodes(context, settings.episodes());
    judgement =
        new RealRollouts(
            context.run().task(),
            context.settings(),
            context.workers().device(),
            settings.episodes());
  }

  @Override
  public LearnerState initialize() {
    return state(0, Search.from(start, settings));
  }

  /**
   * @return the best policy measured
   */
  @Override
  public PolicySnapshot run(LearnerState state) {
    Search search = Search.of(state.theta(), state.arrays());
    int last = context.settings().iterations();
    for (int i = state.iteration(); i < last && !search.isOver(settings); i++) {
      IterationTally tally = new IterationTally(context.run(), i);

      List<Episode> episodes = robot.of(i, search.theta(), tally);

      List<Episode> whole = episodes.stream().filter(e -> !e.interrupted()).toList();
      Search measured = search.after(measure(whole), settings);
      boolean givenUp = measured.reversions() > search.reversions();
      search = givenUp ? measured : step(measured, whole, tally);
      interrupted(i, episodes.size() - whole.size());
      tell(i, search, givenUp);

      context.observer().finished(state(i + 1, search), tally.report(search.best()));
    }
    return robot.offer(search.best());
  }

  /** Mean return of the episodes in which the policy explored, and how far it can be trusted. */
  private Optional<Measure> measure(List<Episode> episodes) {
    return Measure.of(
        episodes.stream()
            .filter(e -> e.exploration() == Exploration.GAUSSIAN && e.length() > 0)
            .mapToDouble(e -> EpisodeReturn.of(context.run().task(), e))
            .toArray());
  }

  private Search step(Search search, List<Episode> episodes, IterationTally tally) {
    Optional<Rollouts> judged = judgement.of(search.theta(), episodes);
    if (judged.isEmpty()) {
      return search;
    }
    try (Rollouts batch = judged.get()) {
      PolicyStep step =
          optimizer.gradientStep(search.theta(), batch, settings.step(), search.maxKl());
      tally.stepped(step);
      return search.to(step.theta());
    }
  }

  private static void interrupted(int i, int count) {
    if (count > 0) {
      log.warn(
          "iteration {}: {} episodes were cut short by a late machine and are not judged",
          i,
          count);
    }
  }

  private static void tell(int i, Search search, boolean givenUp) {
    if (search.measured().isEmpty()) {
      log.warn("iteration {}: no two finite episodes, nothing could be measured", i);
      return;
    }
    Measure best = search.measured().get();
    log.info(
        "iteration %d: best return %.4g ± %.2g of %d episodes, %d iterations since%s"
            .formatted(
                i,
                best.mean(),
                best.standardError(),
                best.count(),
                search.sinceBest(),
                givenUp ? "; the last step made it clearly worse and is taken back" : ""));
  }

  private static LearnerState state(int iteration, Search search) {
    return new LearnerState(
        iteration, search.theta(), List.of(), EnsembleState.none(), search.arrays());
  }

  @Override
  public void close() {
    optimizer.close();
    judgement.close();
  }
}
