package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.util.List;

/** Real episodes of a method that does not adapt: the same number in every iteration. */
public final class RobotEpisodes {
  private final LearningContext context;
  private final int episodes;

  /**
   * @param episodes in an iteration; with a policy, {@code real.metaEpisodes} of its mean follow
   */
  public RobotEpisodes(LearningContext context, int episodes) {
    this.context = context;
    this.episodes = episodes;
  }

  /** The first iteration of a method with models: {@code real.randomEpisodes} random ones. */
  public List<Episode> random(IterationTally tally) {
    begin(0);
    return told(
        0,
        context
            .robot()
            .sample(
                context.run().randomPlan(context.settings().real(), context.streams()), List.of()),
        tally);
  }

  /** Of a policy that explores, in the plan's order. */
  public List<Episode> of(int iteration, float[] theta, IterationTally tally) {
    begin(iteration);
    RunIdentity run = context.run();
    PolicySnapshot policy = run.meta(iteration, 0, theta);
    return told(
        iteration,
        context
            .robot()
            .sample(
                run.plan(iteration, policy, episodes, context.settings().real(), context.streams()),
                List.of(policy)),
        tally);
  }

  /**
   * Of a planner, in the plan's order.
   *
   * @throws RobotRefusal when the robot runs policies only
   */
  public List<Episode> planned(int iteration, Planner planner, IterationTally tally) {
    begin(iteration);
    return told(
        iteration,
        context
            .robot()
            .plan(
                context
                    .run()
                    .plannedPlan(iteration, episodes, context.settings().real(), context.streams()),
                planner),
        tally);
  }

  /** Offers the last policy to the robot. */
  public PolicySnapshot offer(float[] theta) {
    PolicySnapshot last = context.run().meta(context.settings().iterations(), 0, theta);
    context.robot().offer(List.of(last));
    return last;
  }

  private void begin(int iteration) {
    context.observer().phase(iteration, "collect", 0);
  }

  private List<Episode> told(int iteration, List<Episode> collected, IterationTally tally) {
    tally.collected(collected, context.store().count(context.run().runId(), iteration));
    return collected;
  }
}
