package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingSessionTest {
  private static final int[] ROWS = {0, 2, 3, 5, 6};

  private final NetworkShape shape = NetworkShape.of(3, List.of(5, 4), 2);
  private final SplittableRandom random = new SplittableRandom(11);
  private float[] inputs;
  private float[] targets;
  private ModelState first;
  private TrainingGraph graph;
  private TrainingSession session;
  private FitData data;

  @BeforeEach
  void open() {
    inputs = uniform(3 * 7);
    targets = uniform(2 * 7);
    float[] parameters = shape.initialParameters(random);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.1 * random.nextDouble());
    }
    int n = parameters.length;
    first = new ModelState(parameters, new float[n], new float[n], 0);
    data = FitData.of(7, inputs, targets);
    graph = new TrainingGraph(shape);
    session = new TrainingSession(graph, first);
  }

  @AfterEach
  void close() {
    session.close();
    graph.close();
    data.close();
  }

  private float[] uniform(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** Eq. 1 with weight normalization, in double precision. */
  private double loss(double[] p) {
    double sum = 0;
    for (int row : ROWS) {
      double[] x = new double[3];
      for (int i = 0; i < 3; i++) {
        x[i] = inputs[3 * row + i];
      }
      for (int layer = 0; layer < shape.layers(); layer++) {
        int out = shape.outputs(layer);
        double[] y = new double[out];
        for (int j = 0; j < out; j++) {
          double product = 0;
          double norm = 0;
          for (int i = 0; i < x.length; i++) {
            double v = p[shape.directions(layer) + i * out + j];
            product += v * x[i];
            norm += v * v;
          }
          y[j] =
              p[shape.lengths(layer) + j] * product / Math.sqrt(norm) + p[shape.biases(layer) + j];
          y[j] = layer + 1 < shape.layers() ? Math.max(0, y[j]) : y[j];
        }
        x = y;
      }
      for (int j = 0; j < 2; j++) {
        sum += Math.pow(x[j] - targets[2 * row + j], 2);
      }
    }
    return sum / (2 * ROWS.length);
  }

  private double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  private double finiteDifference(int parameter) {
    double h = 1e-6;
    double[] p = doubles(first.parameters());
    p[parameter] += h;
    double above = loss(p);
    p[parameter] -= 2 * h;
    return (above - loss(p)) / (2 * h);
  }

  @Test
  void theLossIsEquationOneInDoublePrecision() {
    assertThat((double) session.loss(data, ROWS))
        .isCloseTo(loss(doubles(first.parameters())), within(1e-6));
  }

  @Test
  void theGradientIsTheFiniteDifferenceForEveryParameter() {
    float[] gradient = session.gradient(data, ROWS);
    assertThat(gradient).hasSize(shape.parameterCount());
    for (int i = 0; i < gradient.length; i++) {
      assertThat((double) gradient[i])
          .as("parameter %d", i)
          .isCloseTo(finiteDifference(i), within(2e-5));
    }
  }

  @Test
  void twoStepsAreAdams() {
    int n = shape.parameterCount();
    double[] p = doubles(first.parameters());
    double[] m = new double[n];
    double[] v = new double[n];
    for (int t = 1; t <= 2; t++) {
      float[] gradient = session.gradient(data, ROWS);
      for (int i = 0; i < n; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
        double mHat = m[i] / (1 - Math.pow(0.9, t));
        double vHat = v[i] / (1 - Math.pow(0.999, t));
        p[i] -= gradient[i] == 0 ? 0 : 1e-3 * mHat / (Math.sqrt(vHat) + 1e-8);
      }
      session.step(data, ROWS, 1e-3);
    }
    ModelState state = session.state();
    assertThat(state.steps()).isEqualTo(2);
    for (int i = 0; i < n; i++) {
      assertThat((double) state.parameters()[i])
          .as("parameter %d", i)
          .isCloseTo(p[i], within(2e-5));
      assertThat((double) state.firstMoments()[i]).isCloseTo(m[i], within(1e-6));
      assertThat((double) state.secondMoments()[i]).isCloseTo(v[i], within(1e-6));
    }
  }

  @Test
  void aStateReadBeforeAStepIsNotChangedByIt() {
    ModelState before = session.state();
    session.step(data, ROWS, 1e-2);
    assertThat(before.parameters()).isEqualTo(first.parameters());
    assertThat(session.state().parameters()).isNotEqualTo(first.parameters());
  }

  @Test
  void sessionsOverOneGraphShareNoVariables() {
    try (TrainingSession other = new TrainingSession(graph, first)) {
      session.step(data, ROWS, 1e-2);
      assertThat(other.state().parameters()).isEqualTo(first.parameters());
    }
  }
}
