package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

class MatrixProductsTest {
  private static Operand<TFloat32> matrix(Ops tf, long rows, long columns) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(rows, columns)));
  }

  @Test
  void everyProductThatAFetchNeedsIsCountedOnce() {
    try (Graph graph = new Graph()) {
      Ops tf = Device.CPU.ops(graph);
      Operand<TFloat32> x = matrix(tf, Shape.UNKNOWN_SIZE, 3);
      Operand<TFloat32> first =
          DenseLayer.RELU.of(
              tf, Device.CPU, x, matrix(tf, 3, 5), tf.constant(new float[] {0, 0, 0, 0, 0}));
      Operand<TFloat32> shared = tf.math.tanh(first);
      Operand<TFloat32> second = tf.linalg.matMul(shared, matrix(tf, 5, 2));
      Operand<TFloat32> third = tf.linalg.matMul(shared, x, MatMul.transposeA(true));
      tf.linalg.matMul(second, matrix(tf, 2, 1000)); // nobody asks for it
      assertThat(MatrixProducts.flops(List.of(second, third, second), 7))
          .isEqualTo(2.0 * (7 * 3 * 5 + 7 * 5 * 2 + 5 * 7 * 3));
    }
  }
}
