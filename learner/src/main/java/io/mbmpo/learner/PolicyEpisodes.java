package io.mbmpo.learner;

import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.util.List;

/** Real episodes of a method with one policy, which explores in a number of them an iteration. */
public final class PolicyEpisodes {
  private final LearningContext context;
  private final int episodes;

  /**
   * @param episodes in which the policy explores; {@code real.metaEpisodes} of its mean follow
   */
  public PolicyEpisodes(LearningContext context, int episodes) {
    this.context = context;
    this.episodes = episodes;
  }

  /** Episodes of the first iteration of a method with models: random actions. */
  public List<Episode> random(IterationTally tally) {
    context.observer().phase(0, "collect", 0);
    return told(
        0,
        context
            .robot()
            .sample(
                context.run().randomPlan(context.settings().real(), context.streams()), List.of()),
        tally);
  }

  /** The policy's episodes of an iteration, in the plan's order. */
  public List<Episode> of(int iteration, float[] theta, IterationTally tally) {
    context.observer().phase(iteration, "collect", 0);
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

  /** Offers the last policy to the robot. */
  public PolicySnapshot offer(float[] theta) {
    PolicySnapshot last = context.run().meta(context.settings().iterations(), 0, theta);
    context.robot().offer(List.of(last));
    return last;
  }

  private List<Episode> told(int iteration, List<Episode> collected, IterationTally tally) {
    tally.collected(collected, context.store().count(context.run().runId(), iteration));
    return collected;
  }
}
