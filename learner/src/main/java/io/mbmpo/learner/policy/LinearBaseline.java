package io.mbmpo.learner.policy;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.linalg.TriangularSolve;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Linear reward baseline (section IV-B): ridge regression of the discounted return on the features
 * (s, s², t, t², t³, 1), with s scaled as the policy sees it and clipped to ±{@value #CLIP}, t in
 * episode lengths. Solved in float64, where the ridge keeps the bounded features' Gram matrix
 * positive definite whatever the samples.
 */
final class LinearBaseline {
  static final float CLIP = 10;

  /** Ridge per sample. */
  static final double RIDGE = 1e-6;

  private final Ops tf;

  LinearBaseline(Ops tf) {
    this.tf = tf;
  }

  /**
   * Fits to the weighted samples and predicts each of them.
   *
   * @param scaled scaled observations [n, width]
   * @param time t in [0, 1) [n, 1]
   * @param returns discounted return to come [n, 1]
   * @param weights non-negative, sum 1; samples of weight 0 are not fitted [n, 1]
   * @param width columns of {@code scaled}
   * @return predicted returns, 0 where the weight is 0 [n, 1]
   */
  Operand<TFloat32> fitted(
      Operand<TFloat32> scaled,
      Operand<TFloat32> time,
      Operand<TFloat32> returns,
      Operand<TFloat32> weights,
      int width) {
    Operand<TFloat32> s = tf.clipByValue(scaled, tf.constant(-CLIP), tf.constant(CLIP));
    Operand<TFloat32> t2 = tf.math.square(time);
    // One matrix [√w φ, √w R] has both sides of the normal equations in its square.
    Operand<TFloat32> root = tf.math.sqrt(weights);
    Operand<TFloat32> columns =
        tf.concat(
            List.of(
                s, tf.math.square(s), time, t2, tf.math.mul(t2, time), tf.onesLike(time), returns),
            tf.constant(1));
    Operand<TFloat64> weighted = tf.dtypes.cast(tf.math.mul(columns, root), TFloat64.class);
    Operand<TFloat64> square = tf.linalg.matMul(weighted, weighted, MatMul.transposeA(true));
    int features = 2 * width + 4;
    Operand<TFloat64> gram = block(square, 0, features, features);
    Operand<TFloat64> target = block(square, features, features, 1);
    Operand<TFloat64> ridge =
        tf.linalg.tensorDiag(tf.fill(tf.constant(new int[] {features}), tf.constant(RIDGE)));
    Operand<TFloat64> factor = tf.linalg.cholesky(tf.math.add(gram, ridge));
    Operand<TFloat64> half = tf.linalg.triangularSolve(factor, target);
    Operand<TFloat64> coefficients =
        tf.linalg.triangularSolve(factor, half, TriangularSolve.adjoint(true));
    Operand<TFloat64> padded =
        tf.concat(List.of(coefficients, tf.constant(new double[][] {{0}})), tf.constant(0));
    return tf.math.divNoNan(
        tf.dtypes.cast(tf.linalg.matMul(weighted, padded), TFloat32.class), root);
  }

  /** The first {@code rows} rows of some columns. */
  private Operand<TFloat64> block(Operand<TFloat64> matrix, int from, int rows, int columns) {
    return tf.slice(
        matrix, tf.constant(new int[] {0, from}), tf.constant(new int[] {rows, columns}));
  }

  /** Time column for {@code horizon} steps of {@code rollouts} episodes, step-major. */
  Operand<TFloat32> time(int horizon, int rollouts) {
    float[][] time = new float[horizon * rollouts][1];
    for (int i = 0; i < time.length; i++) {
      int step = i / rollouts;
      time[i][0] = (float) step / horizon;
    }
    return tf.reshape(tf.constant(time), tf.constant(Shape.of(-1, 1)));
  }
}
