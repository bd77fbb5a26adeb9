package io.mbmpo.learner.tensors;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.types.family.TType;

/**
 * Counts the work in the matrix products that a fetch needs: 2·m·k·n operations each. The rest
 * (activations, sums, gathers) is not counted, so a share of the peak that is reckoned with it is
 * rather too low.
 */
public final class MatrixProducts {
  private MatrixProducts() {}

  /**
   * Floating point operations of all matrix products before {@code outputs}, each counted once.
   *
   * @param rows what stands for a dimension that the graph leaves open
   */
  public static double flops(Collection<? extends Operand<?>> outputs, long rows) {
    Set<GraphOperation> seen = new HashSet<>();
    Deque<GraphOperation> open = new ArrayDeque<>();
    outputs.forEach(output -> open.add((GraphOperation) output.op()));
    double flops = 0;
    while (!open.isEmpty()) {
      GraphOperation operation = open.pop();
      if (!seen.add(operation)) {
        continue;
      }
      if (operation.type().equals("MatMul") || operation.type().equals("_FusedMatMul")) {
        flops += flops(operation, rows);
      }
      for (int i = 0; i < operation.numInputs(); i++) {
        open.add((GraphOperation) operation.input(i).op());
      }
    }
    return flops;
  }

  private static double flops(GraphOperation product, long rows) {
    Output<? extends TType> left = product.input(0);
    boolean transposed = product.attributes().getAttrBool("transpose_a");
    double inner = size(left, transposed ? 0 : 1, rows);
    Output<? extends TType> result = product.output(0);
    return 2 * inner * size(result, 0, rows) * size(result, 1, rows);
  }

  private static double size(Output<?> output, int dimension, long rows) {
    long size = output.shape().get(dimension);
    return size < 0 ? rows : size;
  }
}
