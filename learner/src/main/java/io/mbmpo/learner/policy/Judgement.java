package io.mbmpo.learner.policy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.TensorArithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.math.Cumprod;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * What a policy gradient needs to know of episodes, as a graph over all of their steps at once:
 * rewards, ends, baseline and advantages. An episode ends with the step whose next state the task
 * calls terminated, or whose next state or reward is not finite.
 */
final class Judgement {
  private final Ops tf;
  private final Task task;
  private final LearnerSettings.Meta settings;
  private final boolean termination;
  private final int horizon;
  private final int rollouts;
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
    this.horizon = horizon;
    this.rollouts = rollouts;
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
    TensorArithmetic math = new TensorArithmetic(tf);
    Operand<TFloat32> reward = task.reward(math, observations, actions, next);
    Operand<TBool> sound = tf.math.logicalAnd(allFinite(tf, next), allFinite(tf, reward));
    Operand<TBool> goesOn =
        termination
            ? tf.math.logicalAnd(
                sound, tf.math.less(task.terminated(math, next), tf.constant(0.5f)))
            : sound;
    Operand<TFloat32> ongoing = byStep(tf, tf.dtypes.cast(goesOn, TFloat32.class));
    Operand<TFloat32> alive = tf.math.cumprod(ongoing, tf.constant(0), Cumprod.exclusive(true));
    Operand<TFloat32> aliveRows = tf.reshape(alive, tf.constant(new int[] {-1, 1}));
    Operand<TBool> counts = tf.math.greater(aliveRows, tf.constant(0f));
    Operand<TFloat32> rewards =
        byStep(tf, keep(tf, tf.math.logicalAnd(counts, allFinite(tf, reward)), reward));
    Operand<TFloat32> weights =
        tf.math.div(aliveRows, tf.reduceSum(aliveRows, tf.constant(new int[] {0, 1})));

    Operand<TFloat32> kept = keep(tf, counts, observations);
    Advantages advantages = new Advantages(tf, horizon);
    LinearBaseline baseline = new LinearBaseline(tf);
    Operand<TFloat32> returns = advantages.discountedSum(rewards, settings.discount());
    Operand<TFloat32> values =
        baseline.fitted(
            policy.scaled(kept),
            baseline.time(horizon, rollouts),
            tf.reshape(returns, tf.constant(new int[] {-1, 1})),
            weights,
            task.observationSize());
    Operand<TFloat32> estimate =
        advantages.estimate(
            rewards, byStep(tf, values), alive, settings.discount(), settings.gaeLambda());
    Rollouts.Samples samples =
        new Rollouts.Samples(
            kept,
            keep(tf, counts, actions),
            keep(tf, counts, means),
            logStd,
            advantages.normalized(tf.reshape(estimate, tf.constant(new int[] {-1, 1})), weights),
            weights);

    Operand<TFloat32> perEpisode = tf.constant(1f / rollouts);
    Operand<TFloat32> meanReturn =
        tf.math.mul(tf.reduceSum(rewards, tf.constant(new int[] {0, 1})), perEpisode);
    Operand<TFloat32> survived =
        tf.math.mul(
            tf.reduceSum(tf.reduceProd(ongoing, tf.constant(0)), tf.constant(0)), perEpisode);
    List<Operand<TFloat32>> all = new ArrayList<>(samples.all());
    all.addAll(List.of(rewards, alive, meanReturn, tf.math.sub(tf.constant(1f), survived)));
    return all;
  }

  private static Operand<TBool> allFinite(Ops tf, Operand<TFloat32> rows) {
    return tf.reduceAll(tf.math.isFinite(rows), tf.constant(1), ReduceAll.keepDims(true));
  }

  private static Operand<TFloat32> keep(Ops tf, Operand<TBool> rows, Operand<TFloat32> x) {
    return tf.select(rows, x, tf.zerosLike(x));
  }

  private Operand<TFloat32> byStep(Ops tf, Operand<TFloat32> rows) {
    return tf.reshape(rows, tf.constant(new int[] {horizon, rollouts}));
  }
}
