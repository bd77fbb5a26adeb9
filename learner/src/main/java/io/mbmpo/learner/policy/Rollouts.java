package io.mbmpo.learner.policy;

import io.mbmpo.learner.tensors.NativeFloats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TFloat32;

/**
 * Judged episodes T, imagined or real, as native tensors, fed to the gradients without a copy. With
 * n = horizon · rollouts, row t · rollouts + i is step t of episode i. Rows after an episode's end
 * have weight 0 and hold zeros. Closing frees the native memory.
 */
public final class Rollouts implements AutoCloseable {
  /** Tensors of a task in the graph: those of {@link Samples}, then four more. */
  private static final int TENSORS = 10;

  /** What the gradients need, in the order of {@link Samples}. */
  private static final int SAMPLE_TENSORS = 6;

  private final Result result;
  private final int offset;
  private final AtomicInteger users;

  private Rollouts(Result result, int offset, AtomicInteger users) {
    this.result = result;
    this.offset = offset;
    this.users = users;
  }

  /**
   * The rollouts of tasks that imagined together; the memory is freed when the last is closed.
   *
   * @param result for each task the {@link Samples} of the graph, then rewards, alive, mean return
   *     and terminated share
   */
  static List<Rollouts> all(Result result, int tasks) {
    AtomicInteger users = new AtomicInteger(tasks);
    List<Rollouts> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(new Rollouts(result, i * TENSORS, users));
    }
    return all;
  }

  /** Rewards [horizon, rollouts]. */
  Tensor rewards() {
    return result.get(offset + SAMPLE_TENSORS);
  }

  /** 1 up to and including an episode's last step, then 0 [horizon, rollouts]. */
  Tensor alive() {
    return result.get(offset + SAMPLE_TENSORS + 1);
  }

  /** Mean undiscounted return of an episode. */
  public double meanReturn() {
    return NativeFloats.scalar(result.get(offset + SAMPLE_TENSORS + 2));
  }

  /** Share of episodes that ended before the horizon or at it by the task's rule. */
  public double terminatedShare() {
    return NativeFloats.scalar(result.get(offset + SAMPLE_TENSORS + 3));
  }

  /** Rows of the steps that count, in rising order. */
  public int[] rows() {
    float[] alive = NativeFloats.values(alive());
    return IntStream.range(0, alive.length).filter(row -> alive[row] > 0).toArray();
  }

  /** Undiscounted return of each episode. */
  double[] returns() {
    float[] rewards = NativeFloats.values(rewards());
    double[] returns = new double[Math.toIntExact(rewards().shape().get(1))];
    for (int row = 0; row < rewards.length; row++) {
      returns[row % returns.length] += rewards[row];
    }
    return returns;
  }

  /** Tensor {@code i} of {@link Samples#all()}. */
  Tensor sample(int i) {
    return result.get(offset + i);
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      result.close();
    }
  }

  /**
   * Samples in a graph: outputs of the imagination, placeholders of the gradients.
   *
   * @param observations s [n, observation]
   * @param actions a as drawn [n, action]
   * @param means mean action of the policy that drew them [n, action]
   * @param logStd its log σ [action]
   * @param advantages normalized [n, 1]
   * @param weights 1/(number of steps that count) where a step counts, else 0 [n, 1]
   */
  record Samples(
      Operand<TFloat32> observations,
      Operand<TFloat32> actions,
      Operand<TFloat32> means,
      Operand<TFloat32> logStd,
      Operand<TFloat32> advantages,
      Operand<TFloat32> weights) {

    static Samples placeholders(Ops tf, PolicyShape shape) {
      int observation = shape.layers().get(0);
      int action = shape.actionSize();
      return new Samples(
          placeholder(tf, Shape.of(-1, observation)),
          placeholder(tf, Shape.of(-1, action)),
          placeholder(tf, Shape.of(-1, action)),
          placeholder(tf, Shape.of(action)),
          placeholder(tf, Shape.of(-1, 1)),
          placeholder(tf, Shape.of(-1, 1)));
    }

    private static Operand<TFloat32> placeholder(Ops tf, Shape shape) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    }

    /** Every {@code stride}-th row; where that divides the number of episodes, whole episodes. */
    Samples every(Ops tf, int stride) {
      return new Samples(
          every(tf, observations, stride),
          every(tf, actions, stride),
          every(tf, means, stride),
          logStd,
          every(tf, advantages, stride),
          renormalized(tf, every(tf, weights, stride)));
    }

    private static Operand<TFloat32> every(Ops tf, Operand<TFloat32> rows, int stride) {
      return stride == 1
          ? rows
          : tf.stridedSlice(
              rows,
              tf.constant(new int[] {0, 0}),
              tf.constant(new int[] {0, 0}),
              tf.constant(new int[] {stride, 1}),
              StridedSlice.endMask(3L));
    }

    private static Operand<TFloat32> renormalized(Ops tf, Operand<TFloat32> weights) {
      return tf.math.divNoNan(weights, tf.reduceSum(weights, tf.constant(new int[] {0, 1})));
    }

    List<Operand<TFloat32>> all() {
      return List.of(observations, actions, means, logStd, advantages, weights);
    }

    void feed(Session.Runner runner, Rollouts rollouts) {
      List<Operand<TFloat32>> all = all();
      for (int i = 0; i < all.size(); i++) {
        runner.feed(all.get(i), rollouts.sample(i));
      }
    }
  }
}
