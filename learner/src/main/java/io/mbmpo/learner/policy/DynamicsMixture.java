package io.mbmpo.learner.policy;

import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * An ensemble as one dynamics model: every step of every episode is predicted by a model drawn at
 * random (Kurutach et al. 2018). Drawn without waste: with every step the rows are shuffled and
 * dealt out to the models in equal blocks, so that a model's share is one matrix of even size.
 */
final class DynamicsMixture implements ImaginedDynamics {
  private final Ops tf;
  private final List<DynamicsGraph> models = new ArrayList<>();
  private final int rows;
  private final List<? extends Operand<TInt32>> deals;

  /**
   * @param models K
   * @param hidden hidden layer sizes of each
   * @param rows episodes side by side
   * @param seed of the shuffles [2]
   */
  DynamicsMixture(
      Ops tf,
      Device device,
      Task task,
      int models,
      List<Integer> hidden,
      int horizon,
      int rows,
      Operand<TInt64> seed) {
    this.tf = tf;
    this.rows = rows;
    for (int k = 0; k < models; k++) {
      this.models.add(new DynamicsGraph(tf, device, task, hidden));
    }
    Operand<TFloat32> keys =
        tf.random.statelessRandomUniform(tf.constant(new int[] {horizon, rows}), seed);
    deals = tf.unstack(byRank(keys), (long) horizon).output();
  }

  /** Row numbers in the order of falling keys, along the last axis. */
  private Operand<TInt32> byRank(Operand<TFloat32> keys) {
    return tf.nn.topK(keys, tf.constant(rows), new TopK.Options[] {TopK.sorted(true)}).indices();
  }

  @Override
  public Operand<TFloat32> next(
      int step, Operand<TFloat32> observations, Operand<TFloat32> actions) {
    Operand<TInt32> deal = deals.get(step);
    List<? extends Operand<TFloat32>> s =
        blocks(tf.gather(observations, deal, tf.constant(0)), step);
    List<? extends Operand<TFloat32>> a = blocks(tf.gather(actions, deal, tf.constant(0)), step);
    List<Operand<TFloat32>> predicted = new ArrayList<>();
    for (int k = 0; k < models.size(); k++) {
      predicted.add(models.get(k).next(s.get(k), a.get(k)));
    }
    Operand<TInt32> back =
        byRank(tf.math.neg(tf.dtypes.cast(deal, TFloat32.class))); // the inverse of the deal
    return tf.gather(tf.concat(predicted, tf.constant(0)), back, tf.constant(0));
  }

  /**
   * A block for each model; where rows are left over, other models get one more with every step.
   */
  private List<? extends Operand<TFloat32>> blocks(Operand<TFloat32> x, int step) {
    int[] sizes = new int[models.size()];
    for (int k = 0; k < sizes.length; k++) {
      int turn = (k + step) % sizes.length;
      sizes[k] = rows / sizes.length + (turn < rows % sizes.length ? 1 : 0);
    }
    return tf.splitV(x, tf.constant(sizes), tf.constant(0), (long) sizes.length).output();
  }

  @Override
  public void feed(Session.Runner runner, List<DynamicsModel> fed) {
    if (fed.size() != models.size()) {
      throw new IllegalArgumentException(
          "%d dynamics models, the imagination was built for %d"
              .formatted(fed.size(), models.size()));
    }
    for (int k = 0; k < models.size(); k++) {
      models.get(k).feed(runner, fed.get(k));
    }
  }
}
