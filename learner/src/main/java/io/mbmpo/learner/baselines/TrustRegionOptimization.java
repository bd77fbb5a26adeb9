package io.mbmpo.learner.baselines;

import io.mbmpo.learner.IterationTally;
import io.mbmpo.learner.LearnerState;
import io.mbmpo.learner.Learning;
import io.mbmpo.learner.LearningContext;
import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.RobotEpisodes;
import io.mbmpo.learner.dynamics.EnsembleState;
import io.mbmpo.learner.policy.PolicyOptimizer;
import io.mbmpo.learner.policy.PolicyStep;
import io.mbmpo.learner.policy.RealRollouts;
import io.mbmpo.learner.policy.Rollouts;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trust region policy optimization (TRPO, Schulman et al. 2015): no model; every iteration's real
 * episodes make one step of the policy that acted in them, along the natural gradient, within a
 * bound on the mean KL. Episodes that nothing can be learned from leave the policy as it was.
 */
public final class TrustRegionOptimization implements Learning {
  private final LearningContext context;
  private final RobotEpisodes robot;
  private final RealRollouts judgement;
  private final PolicyOptimizer optimizer;

  public TrustRegionOptimization(LearningContext context) {
    int episodes = context.settings().modelFree().episodes();
    this.context = context;
    robot = new RobotEpisodes(context, episodes);
    judgement =
        new RealRollouts(
            context.run().task(), context.settings(), context.workers().device(), episodes);
    optimizer = new PolicyOptimizer(context.run().task(), context.settings(), context.workers());
  }

  @Override
  public LearnerState initialize() {
    float[] theta = optimizer.initialParameters(context.streams().seed(Purpose.POLICY_INIT, 0, 0));
    return new LearnerState(0, theta, List.of(), EnsembleState.none(), Map.of());
  }

  @Override
  public PolicySnapshot run(LearnerState state) {
    float[] theta = state.theta();
    for (int i = state.iteration(); i < context.settings().iterations(); i++) {
      IterationTally tally = new IterationTally(context.run(), i);

      List<Episode> episodes = robot.of(i, theta, tally);

      Optional<Rollouts> judged = judgement.of(theta, episodes);
      if (judged.isPresent()) {
        try (Rollouts batch = judged.get()) {
          PolicyStep step = optimizer.trustRegionStep(theta, List.of(batch));
          theta = step.theta();
          tally.stepped(step);
        }
      }

      context
          .observer()
          .finished(
              new LearnerState(i + 1, theta, List.of(), EnsembleState.none(), Map.of()),
              tally.report(theta));
    }
    return robot.offer(theta);
  }

  @Override
  public void close() {
    optimizer.close();
    judgement.close();
  }
}
