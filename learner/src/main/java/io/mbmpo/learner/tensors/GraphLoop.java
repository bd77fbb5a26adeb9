package io.mbmpo.learner.tensors;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TType;

/**
 * A loop inside a graph: while (condition) values = body(values), one iteration after the other,
 * all of it in one run.
 *
 * <p>It is lowered to nodes of the graph itself. A loop that stays a call of functions computes the
 * same, but TensorFlow gives function bodies no oneDNN kernels: training was measured a fifth
 * slower.
 */
public final class GraphLoop {

  /** Whether the loop goes on. */
  @FunctionalInterface
  public interface Condition {
    Operand<TBool> of(Ops tf, List<Output<?>> values);
  }

  /**
   * The next values of those that change. What the body writes into variables must be a control
   * dependency of one of them.
   */
  @FunctionalInterface
  public interface Body {
    List<Operand<?>> of(Ops tf, List<Output<?>> values);
  }

  private GraphLoop() {}

  /**
   * Adds a loop to the graph. Condition and body see the values that change, then the constants.
   *
   * @param initial first values of those that change
   * @param constants tensors that stay as they are; they are not copied
   * @return last values of those that change
   */
  public static List<Output<?>> of(
      Ops tf,
      List<? extends Operand<?>> initial,
      List<? extends Operand<?>> constants,
      Condition condition,
      Body body) {
    List<Output<?>> all = new ArrayList<>();
    initial.forEach(value -> all.add(value.asOutput()));
    constants.forEach(value -> all.add(value.asOutput()));
    try (ConcreteFunction goesOn =
            function(all, (inner, values) -> List.of(condition.of(inner, values)));
        ConcreteFunction next =
            function(
                all,
                (inner, values) -> {
                  List<Operand<?>> results = new ArrayList<>(body.of(inner, values));
                  values.subList(initial.size(), all.size()).stream()
                      .map(inner::identity)
                      .forEach(results::add);
                  return results;
                })) {
      Operation loop =
          tf.scope()
              .opBuilder("While", "GraphLoop")
              .addInputList(all.toArray(Output<?>[]::new))
              .setAttr("cond", goesOn)
              .setAttr("body", next)
              .setAttr("parallel_iterations", 1)
              .setAttr("_lower_using_switch_merge", true)
              .build();
      List<Output<?>> last = new ArrayList<>();
      for (int i = 0; i < initial.size(); i++) {
        last.add(loop.output(i));
      }
      return last;
    }
  }

  private static ConcreteFunction function(List<Output<?>> arguments, Body results) {
    return ConcreteFunction.create(
        (Ops tf) -> {
          Signature.Builder signature = Signature.builder();
          List<Output<?>> values = new ArrayList<>();
          for (int i = 0; i < arguments.size(); i++) {
            Placeholder<? extends TType> value = placeholder(tf, arguments.get(i));
            values.add(value.asOutput());
            signature.input("in" + i, value);
          }
          List<Operand<?>> outputs = results.of(tf, values);
          for (int i = 0; i < outputs.size(); i++) {
            signature.output("out" + i, outputs.get(i));
          }
          return signature.methodName("loop").build();
        });
  }

  private static <T extends TType> Placeholder<T> placeholder(Ops tf, Output<T> like) {
    return tf.placeholder(like.type(), Placeholder.shape(like.shape()));
  }
}
