package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * What a policy gradient needs to know of episodes, as a graph over all of their steps at once:
 * rewards, ends, baseline and advantages.
 */
final class Judgement {
  private final Ops tf;
  private final Task task;
  private final LearnerSettings.Meta settings;
  private final boolean termination;
  private final Rewards.Layout layout;
  private final GaussianPolicy policy;

  /**
   * @param termination whether the task's rule ends episodes
   */
  Judgement(
      Ops tf,
      Task task,
      LearnerSettings.Meta settings,
      boolean termination,
      int horizon,
      int rollouts) {
    this.tf = tf;
    this.task = task;
    this.settings = settings;
    this.termination = termination;
    this.layout = new Rewards.Layout(horizon, rollouts);
    this.policy = new GaussianPolicy(tf, task);
  }

  /**
   * Judges n = horizon · rollouts steps, row t · rollouts + i being step t of episode i.
   *
   * @param logStd log σ of the policy that acted [action]
   * @param observations s [n, observation]
   * @param actions a as drawn [n, action]
   * @param means mean actions of the policy that acted [n, action]
   * @param next s′ [n, observation]
   * @return what {@link Rollouts} holds
   */
  List<Operand<TFloat32>> of(
      Operand<TFloat32> logStd,
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> means,
      Operand<TFloat32> next) {
    return of(logStd, observations, actions, means, next, rewards -> rewards);
  }

  /**
   * As above for real episodes, which may be shorter than the horizon. Nothing follows what was
   * recorded.
   *
   * @param recorded 1 where there is a step, else 0 [n, 1]
   */
  List<Operand<TFloat32>> of(
      Operand<TFloat32> logStd,
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> means,
      Operand<TFloat32> next,
      Operand<TFloat32> recorded) {
    Operand<TFloat32> byStep = layout.byStep(tf, recorded);
    return of(logStd, observations, actions, means, next, rewards -> rewards.recorded(tf, byStep));
  }

  private List<Operand<TFloat32>> of(
      Operand<TFloat32> logStd,
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> means,
      Operand<TFloat32> next,
      UnaryOperator<Rewards> cut) {
    Rewards found =
        cut.apply(Rewards.of(tf, task, termination, layout, observations, actions, next));
    Operand<TFloat32> rewards = found.rewards();
    Operand<TFloat32> alive = found.alive();
    Operand<TFloat32> aliveRows = tf.reshape(alive, tf.constant(new int[] {-1, 1}));
    Operand<TBool> counts = tf.math.greater(aliveRows, tf.constant(0f));
    Operand<TFloat32> weights =
        tf.math.div(aliveRows, tf.reduceSum(aliveRows, tf.constant(new int[] {0, 1})));

    Operand<TFloat32> kept = Rewards.keep(tf, counts, observations);
    Advantages advantages = new Advantages(tf, layout.horizon());
    LinearBaseline baseline = new LinearBaseline(tf);
    Operand<TFloat32> returns = advantages.discountedSum(rewards, settings.discount());
    Operand<TFloat32> values =
        baseline.fitted(
            policy.scaled(kept),
            baseline.time(layout.horizon(), layout.rollouts()),
            tf.reshape(returns, tf.constant(new int[] {-1, 1})),
            weights,
            task.observationSize());
    Operand<TFloat32> estimate =
        advantages.estimate(
            rewards, layout.byStep(tf, values), alive, settings.discount(), settings.gaeLambda());
    Rollouts.Samples samples =
        new Rollouts.Samples(
            kept,
            Rewards.keep(tf, counts, actions),
            Rewards.keep(tf, counts, means),
            logStd,
            advantages.normalized(tf.reshape(estimate, tf.constant(new int[] {-1, 1})), weights),
            weights);

    Operand<TFloat32> perEpisode = tf.constant(1f / layout.rollouts());
    Operand<TFloat32> meanReturn =
        tf.math.mul(tf.reduceSum(rewards, tf.constant(new int[] {0, 1})), perEpisode);
    Operand<TFloat32> survived =
        tf.math.mul(
            tf.reduceSum(tf.reduceProd(found.ongoing(), tf.constant(0)), tf.constant(0)),
            perEpisode);
    List<Operand<TFloat32>> all = new ArrayList<>(samples.all());
    all.addAll(List.of(rewards, alive, meanReturn, tf.math.sub(tf.constant(1f), survived)));
    return all;
  }
}
