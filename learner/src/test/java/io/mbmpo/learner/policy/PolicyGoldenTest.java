package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.robotconfigs.task.Arithmetic;
import io.mbmpo.robotconfigs.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code policy-golden.json}: a policy, observations, and the mean actions that every
 * implementation must give for them to 1e-5; the same file is in the controller's tests, whose
 * {@code GoldenPolicy} writes it. Fields: {@code layerSizes}, {@code parameters}, {@code
 * observationCenter}, {@code observationScale} as in {@link io.mbmpo.link.PolicySnapshot}, {@code
 * observations} [cases][inputs], {@code means} [cases][outputs].
 */
class PolicyGoldenTest {
  private static final int ACTIONS = 12;

  private final Map<String, Object> golden = read();

  @Test
  void theGraphGivesTheGoldenMeans() {
    assertThat(means(shape(), scaling(), floats("parameters"), floats("observations")))
        .containsExactly(floats("means"), within(1e-5f));
  }

  @Test
  void plainDoublePrecisionGivesTheGoldenMeans() {
    DoublePolicy policy = new DoublePolicy(scaling(), shape());
    float[] observations = floats("observations");
    float[] means = floats("means");
    int width = shape().layers().get(0);
    for (int row = 0; row < observations.length / width; row++) {
      double[] mean =
          policy.mean(
              doubles(floats("parameters")),
              doubles(Arrays.copyOfRange(observations, row * width, (row + 1) * width)));
      for (int j = 0; j < mean.length; j++) {
        assertThat(mean[j]).isCloseTo(means[row * mean.length + j], within(1e-5));
      }
    }
  }

  private static float[] means(PolicyShape shape, Task task, float[] theta, float[] observations) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> flat = tf.placeholder(TFloat32.class);
      Operand<TFloat32> rows = tf.placeholder(TFloat32.class);
      Operand<TFloat32> mean = new GaussianPolicy(tf, task).mean(shape.split(tf, flat), rows);
      try (Session session = Device.CPU.optimizingSession(graph);
          TFloat32 parameters = NativeFloats.vector(theta);
          TFloat32 matrix = NativeFloats.matrix(observations, shape.layers().get(0));
          Result result =
              session.runner().feed(flat, parameters).feed(rows, matrix).fetch(mean).run()) {
        return NativeFloats.values(result.get(0));
      }
    }
  }

  private PolicyShape shape() {
    return new PolicyShape(
        numbers(golden.get("layerSizes")).stream().map(Number::intValue).toList());
  }

  private Scaling scaling() {
    return new Scaling(floats("observationCenter"), floats("observationScale"));
  }

  private float[] floats(String field) {
    List<Number> numbers = numbers(golden.get(field));
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }

  /** Numbers of a list, or of a list of lists, in order. */
  private static List<Number> numbers(Object list) {
    return ((List<?>) list)
        .stream()
            .flatMap(
                x -> x instanceof List<?> l ? numbers(l).stream() : List.of((Number) x).stream())
            .toList();
  }

  private static double[] doubles(float[] values) {
    double[] converted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = values[i];
    }
    return converted;
  }

  private static Map<String, Object> read() {
    try (InputStream in = PolicyGoldenTest.class.getResourceAsStream("/policy-golden.json")) {
      return in == null ? Map.of() : new Yaml().load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A task of which only the observation scaling matters. */
  private record Scaling(float[] observationCenter, float[] observationScale) implements Task {
    @Override
    public int observationSize() {
      return observationCenter.length;
    }

    @Override
    public int actionSize() {
      return ACTIONS;
    }

    @Override
    public int horizon() {
      return 1;
    }

    @Override
    public <V> V reward(Arithmetic<V> math, V observation, V action, V next) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <V> V terminated(Arithmetic<V> math, V next) {
      throw new UnsupportedOperationException();
    }
  }
}
