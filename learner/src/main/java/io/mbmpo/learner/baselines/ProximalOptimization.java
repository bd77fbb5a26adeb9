package io.mbmpo.learner.baselines;

import io.mbmpo.learner.IterationTally;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearnerState;
import io.mbmpo.learner.Learning;
import io.mbmpo.learner.LearningContext;
import io.mbmpo.learner.RandomStreams.Purpose;
import io.mbmpo.learner.RobotEpisodes;
import io.mbmpo.learner.dynamics.EnsembleState;
import io.mbmpo.learner.policy.ClippedObjective;
import io.mbmpo.learner.policy.MetaStep;
import io.mbmpo.learner.policy.PolicyStep;
import io.mbmpo.learner.policy.RealRollouts;
import io.mbmpo.learner.policy.Rollouts;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proximal policy optimization (PPO, Schulman et al. 2017): no model; every iteration's real
 * episodes are gone through several times in minibatches, up the clipped surrogate. Passes stop
 * when the policy has gone as far as the bound on its KL; a pass that ends {@value #TOO_FAR} times
 * as far or is not finite is taken back, so that a learning rate that is too high leaves the policy
 * as it was.
 */
public final class ProximalOptimization implements Learning {
  private static final Logger log = LoggerFactory.getLogger(ProximalOptimization.class);

  /** In bounds on the KL; an Adam step overshoots a little as a matter of course. */
  private static final double TOO_FAR = 3;

  private final LearningContext context;
  private final LearnerSettings.Ppo settings;
  private final RobotEpisodes robot;
  private final RealRollouts judgement;
  private final ClippedObjective objective;

  public ProximalOptimization(LearningContext context) {
    int episodes = context.settings().modelFree().episodes();
    this.context = context;
    settings = context.settings().ppo();
    robot = new RobotEpisodes(context, episodes);
    judgement =
        new RealRollouts(
            context.run().task(), context.settings(), context.workers().device(), episodes);
    objective =
        new ClippedObjective(context.run().task(), context.settings(), context.workers().device());
  }

  @Override
  public LearnerState initialize() {
    float[] theta = objective.initialParameters(context.streams().seed(Purpose.POLICY_INIT, 0, 0));
    return new LearnerState(0, theta, List.of(), EnsembleState.none(), Map.of());
  }

  @Override
  public PolicySnapshot run(LearnerState state) {
    Policy policy = new Policy(state.theta(), Adam.of(state.arrays(), state.theta().length));
    for (int i = state.iteration(); i < context.settings().iterations(); i++) {
      IterationTally tally = new IterationTally(context.run(), i);

      List<Episode> episodes = robot.of(i, policy.theta, tally);

      Optional<Rollouts> judged = judgement.of(policy.theta, episodes);
      if (judged.isPresent()) {
        try (Rollouts batch = judged.get()) {
          policy = improve(policy, batch, context.streams().seed(Purpose.MINIBATCH, i, 0), tally);
        }
      }

      context
          .observer()
          .finished(
              new LearnerState(
                  i + 1, policy.theta, List.of(), EnsembleState.none(), policy.adam.arrays()),
              tally.report(policy.theta));
    }
    return robot.offer(policy.theta);
  }

  /** Passes over the episodes until there were enough, or the policy has gone far enough. */
  private Policy improve(Policy old, Rollouts batch, long seed, IterationTally tally) {
    int[] rows = batch.rows();
    SplittableRandom random = new SplittableRandom(seed);
    Policy best = old;
    double reached = 0;
    boolean moved = false;
    for (int epoch = 0; epoch < settings.epochs() && reached <= settings.maxKl(); epoch++) {
      shuffle(rows, random);
      Policy next = pass(best, batch, rows);
      double kl = objective.kl(next.theta, batch);
      if (!next.finite() || !(kl <= TOO_FAR * settings.maxKl())) {
        log.warn(
            "pass {} taken back, mean KL {}; if this happens often, lower ppo.learningRate",
            epoch,
            kl);
        break;
      }
      best = next;
      reached = kl;
      moved = true;
    }
    tally.stepped(
        new PolicyStep(
            best.theta,
            moved ? MetaStep.Outcome.ACCEPTED : MetaStep.Outcome.NO_IMPROVEMENT,
            reached,
            Double.NaN));
    return best;
  }

  /** One Adam step for every minibatch. */
  private Policy pass(Policy policy, Rollouts batch, int[] rows) {
    for (int from = 0; from < rows.length && policy.finite(); from += settings.minibatch()) {
      int[] minibatch =
          Arrays.copyOfRange(rows, from, Math.min(rows.length, from + settings.minibatch()));
      float[] gradient = objective.gradient(policy.theta, batch, minibatch);
      Adam.Step step = policy.adam.step(policy.theta, gradient, settings.learningRate());
      objective.explore(step.theta());
      policy = new Policy(step.theta(), step.adam());
    }
    return policy;
  }

  private static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
  }

  @Override
  public void close() {
    objective.close();
    judgement.close();
  }

  /** θ, and what is remembered of the way to it. */
  private record Policy(float[] theta, Adam adam) {
    boolean finite() {
      for (int i = 0; i < theta.length; i++) {
        if (!Float.isFinite(theta[i]) || !Float.isFinite(adam.second()[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
