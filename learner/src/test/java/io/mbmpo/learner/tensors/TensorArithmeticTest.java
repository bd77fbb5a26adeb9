package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class TensorArithmeticTest {
  private static final float NAN = Float.NaN;

  /** Evaluates on the rows (1, −2, 3) and (4, 0.25, −6). */
  private static float[] of(
      BiFunction<TensorArithmetic, Operand<TFloat32>, Operand<TFloat32>> expression) {
    return of(expression, new float[][] {{1, -2, 3}, {4, 0.25f, -6}});
  }

  private static float[] of(
      BiFunction<TensorArithmetic, Operand<TFloat32>, Operand<TFloat32>> expression,
      float[][] rows) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> result = expression.apply(new TensorArithmetic(tf), tf.constant(rows));
      try (Session session = Device.CPU.optimizingSession(graph);
          Result run = session.runner().fetch(result).run()) {
        assertThat(run.get(0).shape().get(0)).isEqualTo(rows.length);
        assertThat(run.get(0).shape().numDimensions()).isEqualTo(2);
        return NativeFloats.values(run.get(0));
      }
    }
  }

  @Test
  void columnsAreSlicedFromInclusiveToExclusive() {
    assertThat(of((m, x) -> m.slice(x, 1, 3))).containsExactly(-2, 3, 0.25f, -6);
  }

  @Test
  void sumIsOverColumnsAndHasWidthOne() {
    assertThat(of((m, x) -> m.sum(x))).containsExactly(2, -1.75f);
  }

  @Test
  void widthOneGoesWithAnyWidth() {
    assertThat(of((m, x) -> m.times(x, m.slice(x, 0, 1)))).containsExactly(1, -2, 3, 16, 1, -24);
    assertThat(of((m, x) -> m.minus(m.slice(x, 0, 1), x))).containsExactly(0, 3, -2, 0, 3.75f, 10);
  }

  @Test
  void elementWiseOperationsDoWhatTheirNamesSay() {
    assertThat(of((m, x) -> m.plus(m.times(x, 2), 1))).containsExactly(3, -3, 7, 9, 1.5f, -11);
    assertThat(of((m, x) -> m.plus(x, m.square(x)))).containsExactly(2, 2, 12, 20, 0.3125f, 30);
    assertThat(of((m, x) -> m.sqrt(m.abs(x))))
        .containsExactly(
            new float[] {1, 1.4142135f, 1.7320508f, 2, 0.5f, 2.4494898f}, within(1e-6f));
    assertThat(of((m, x) -> m.clip(x, -2.5, 2))).containsExactly(1, -2, 2, 2, 0.25f, -2.5f);
    assertThat(of((m, x) -> m.max(x, m.slice(x, 1, 2)))).containsExactly(1, -2, 3, 4, 0.25f, 0.25f);
  }

  @Test
  void belowIsStrictAndFalseForNaN() {
    assertThat(of((m, x) -> m.below(x, 0.25))).containsExactly(0, 1, 0, 0, 0, 1);
    assertThat(of((m, x) -> m.below(x, 1), new float[][] {{NAN, 0}})).containsExactly(0, 1);
  }
}
