package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkShapeTest {

  @Test
  void noInputWithinReachMakesAUnitGreaterThanTheBound() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Integer> hidden = List.of(1 + random.nextInt(6), 1 + random.nextInt(6));
      assertBounded(NetworkShape.of(1 + random.nextInt(6), hidden, 2), random);
    }
  }

  private static void assertBounded(NetworkShape shape, SplittableRandom random) {
    float[] parameters = shape.initialParameters(random);
    int inputs = shape.inputs(0);
    double[] reaches = new double[inputs];
    double[] x = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      reaches[i] = 100 * random.nextDouble();
      x[i] = reaches[i] * (random.nextBoolean() ? 1 : -1);
    }
    double bound = shape.greatestUnit(parameters, reaches);
    for (int layer = 0; layer < shape.layers(); layer++) {
      float[] weights = shape.weights(parameters, layer);
      double[] y = new double[shape.outputs(layer)];
      for (int j = 0; j < y.length; j++) {
        for (int i = 0; i < x.length; i++) {
          y[j] += weights[i * y.length + j] * x[i];
        }
        assertThat(Math.abs(y[j])).isLessThanOrEqualTo(bound * (1 + 1e-9));
        y[j] = Math.max(0, y[j]);
      }
      x = y;
    }
  }

  @Test
  void theBoundOfOneLayerIsReachedByTheInputWithTheSignsOfItsWeights() {
    NetworkShape shape = NetworkShape.of(2, List.of(), 1);
    float[] parameters = {3, -4, 10, 0.5f}; // v, g, b: weights 6 and −8
    assertThat(shape.greatestUnit(parameters, new double[] {2, 1})).isEqualTo(6 * 2 + 8 + 0.5);
  }

  @Test
  void aParameterThatIsNotANumberHasNoBound() {
    NetworkShape shape = NetworkShape.of(2, List.of(3), 1);
    for (int i = 0; i < shape.parameterCount(); i++) {
      float[] parameters = shape.initialParameters(new SplittableRandom(1));
      parameters[i] = Float.NaN;
      assertThat(shape.greatestUnit(parameters, new double[] {1, 1})).isNaN();
    }
  }
}
