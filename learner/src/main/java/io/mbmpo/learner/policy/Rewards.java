package io.mbmpo.learner.policy;

import io.mbmpo.learner.tensors.TensorArithmetic;
import io.mbmpo.robotconfigs.task.Task;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.math.Cumprod;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Rewards and ends of episodes, as a graph over all of their steps at once; all [horizon,
 * rollouts]. An episode ends with the step whose next state the task calls terminated, or whose
 * next state or reward is not finite.
 *
 * @param rewards 0 after the end
 * @param ongoing 0 where a step ends the episode, 1 elsewhere, also after the end
 * @param alive 1 up to and including the step that ended the episode, then 0
 */
record Rewards(Operand<TFloat32> rewards, Operand<TFloat32> ongoing, Operand<TFloat32> alive) {

  /** How episodes lie in the rows: row t · rollouts + i is step t of episode i. */
  record Layout(int horizon, int rollouts) {
    Operand<TFloat32> byStep(Ops tf, Operand<TFloat32> rows) {
      return tf.reshape(rows, tf.constant(new int[] {horizon, rollouts}));
    }
  }

  /**
   * Of n = horizon · rollouts steps.
   *
   * @param termination whether the task's rule ends episodes
   * @param observations s [n, observation]
   * @param actions a as drawn [n, action]
   * @param next s′ [n, observation]
   */
  static Rewards of(
      Ops tf,
      Task task,
      boolean termination,
      Layout layout,
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> next) {
    TensorArithmetic math = new TensorArithmetic(tf);
    Operand<TFloat32> reward = task.reward(math, observations, actions, next);
    Operand<TBool> sound = tf.math.logicalAnd(allFinite(tf, next), allFinite(tf, reward));
    Operand<TBool> goesOn =
        termination
            ? tf.math.logicalAnd(
                sound, tf.math.less(task.terminated(math, next), tf.constant(0.5f)))
            : sound;
    Operand<TFloat32> ongoing = layout.byStep(tf, tf.dtypes.cast(goesOn, TFloat32.class));
    Operand<TFloat32> alive = tf.math.cumprod(ongoing, tf.constant(0), Cumprod.exclusive(true));
    return new Rewards(layout.byStep(tf, keep(tf, allFinite(tf, reward), reward)), ongoing, alive)
        .masked(tf, alive);
  }

  /**
   * Of episodes that may have been cut: steps beyond what was recorded count for nothing, and do
   * not count as an end.
   *
   * @param recorded 1 where there is a step, else 0 [horizon, rollouts]
   */
  Rewards recorded(Ops tf, Operand<TFloat32> recorded) {
    Operand<TFloat32> cut = tf.math.sub(tf.constant(1f), recorded);
    return new Rewards(rewards, tf.math.maximum(ongoing, cut), tf.math.mul(alive, recorded))
        .masked(tf, recorded);
  }

  private Rewards masked(Ops tf, Operand<TFloat32> counts) {
    Operand<TFloat32> kept =
        tf.select(tf.math.greater(counts, tf.constant(0f)), rewards, tf.zerosLike(rewards));
    return new Rewards(kept, ongoing, alive);
  }

  static Operand<TBool> allFinite(Ops tf, Operand<TFloat32> rows) {
    return tf.reduceAll(tf.math.isFinite(rows), tf.constant(1), ReduceAll.keepDims(true));
  }

  static Operand<TFloat32> keep(Ops tf, Operand<TBool> rows, Operand<TFloat32> x) {
    return tf.select(rows, x, tf.zerosLike(x));
  }
}
