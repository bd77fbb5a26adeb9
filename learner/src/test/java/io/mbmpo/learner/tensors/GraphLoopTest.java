package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class GraphLoopTest {

  /** Draws Collatz's sequence: while n is not 1, n ← 3n + 1 or n / 2, counting. */
  @Test
  void aLoopGoesOnUntilItsConditionFailsAndGivesItsLastValues() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TInt64> start = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
      List<Output<?>> last =
          GraphLoop.of(
              tf,
              List.of(start, tf.constant(0L)),
              List.of(tf.constant(1L), tf.constant(3L)),
              (inner, values) -> inner.math.notEqual(integer(values, 0), integer(values, 2)),
              (inner, values) -> {
                Operand<TInt64> n = integer(values, 0);
                Operand<TInt64> one = integer(values, 2);
                Operand<TInt64> odd = inner.math.mod(n, inner.constant(2L));
                Operand<TInt64> up = inner.math.add(inner.math.mul(n, integer(values, 3)), one);
                Operand<TInt64> down = inner.math.floorDiv(n, inner.constant(2L));
                return List.of(
                    inner.select(inner.math.equal(odd, one), up, down),
                    inner.math.add(integer(values, 1), one));
              });
      try (Session session = Device.CPU.session(graph)) {
        assertThat(run(session, start, 27, last)).containsExactly(1, 111);
        assertThat(run(session, start, 6, last)).containsExactly(1, 8);
        assertThat(run(session, start, 1, last)).containsExactly(1, 0);
      }
    }
  }

  /** x ← x / 2 + 1 in a variable, seen from the graph outside the loop. */
  @Test
  void everyIterationSeesWhatTheOneBeforeWroteIntoAVariable() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TInt64> times = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
      List<Output<?>> last =
          GraphLoop.of(
              tf,
              List.of(tf.constant(0L)),
              List.of(times),
              (inner, values) -> inner.math.less(integer(values, 0), integer(values, 1)),
              (inner, values) -> {
                Operand<TFloat32> x = inner.readVariableOp(variable(inner), TFloat32.class);
                Operand<TFloat32> next =
                    inner.math.add(inner.math.mul(x, inner.constant(0.5f)), inner.constant(1f));
                Ops after =
                    inner.withControlDependencies(inner.assignVariableOp(variable(inner), next));
                return List.of(
                    after.identity(inner.math.add(integer(values, 0), inner.constant(1L))));
              });
      Operand<TFloat32> value = tf.readVariableOp(variable(tf), TFloat32.class);
      var set = tf.assignVariableOp(variable(tf), tf.constant(10f));
      try (Session session = Device.CPU.session(graph)) {
        session.runner().addTarget(set).run().close();
        assertThat(run(session, times, 3, last)).containsExactly(3);
        try (Result result = session.runner().fetch(value).run()) {
          assertThat(NativeFloats.scalar(result.get(0))).isEqualTo(3);
        }
      }
    }
  }

  private static VarHandleOp variable(Ops tf) {
    return tf.varHandleOp(TFloat32.class, Shape.scalar(), VarHandleOp.sharedName("x"));
  }

  private static Operand<TInt64> integer(List<Output<?>> values, int index) {
    return values.get(index).expect(TInt64.class);
  }

  private static long[] run(
      Session session, Placeholder<TInt64> placeholder, long value, List<Output<?>> wanted) {
    try (TInt64 fed = TInt64.scalarOf(value)) {
      Session.Runner run = session.runner().feed(placeholder, fed);
      wanted.forEach(run::fetch);
      try (Result result = run.run()) {
        long[] values = new long[wanted.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = ((TInt64) result.get(i)).getLong();
        }
        return values;
      }
    }
  }
}
