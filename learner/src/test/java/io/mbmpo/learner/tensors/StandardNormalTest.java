package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class StandardNormalTest {
  private static float[] draw(int[] shape, long... seed) {
    try (Graph graph = new Graph()) {
      Ops tf = Device.CPU.ops(graph);
      Operand<TFloat32> numbers = StandardNormal.of(tf, shape, tf.constant(seed));
      assertThat(numbers.shape().asArray())
          .isEqualTo(Arrays.stream(shape).asLongStream().toArray());
      try (Session session = Device.CPU.session(graph);
          var result = session.runner().fetch(numbers).run()) {
        return NativeFloats.values(result.get(0));
      }
    }
  }

  @Test
  void momentsAndTailsAreThoseOfTheNormalLaw() {
    int n = 1_000_000;
    float[] z = draw(new int[] {1000, 1000}, 3, 4);
    double[] moments = new double[4];
    int beyondTwo = 0;
    int beyondFour = 0;
    for (float value : z) {
      assertThat(Float.isFinite(value)).isTrue();
      for (int k = 0; k < 4; k++) {
        moments[k] += Math.pow(value, k + 1) / n;
      }
      beyondTwo += Math.abs(value) > 2 ? 1 : 0;
      beyondFour += Math.abs(value) > 4 ? 1 : 0;
    }
    // Four standard errors: Var zᵏ is 1, 2, 15, 96.
    assertThat(moments[0]).isCloseTo(0, within(4e-3));
    assertThat(moments[1]).isCloseTo(1, within(4 * Math.sqrt(2) * 1e-3));
    assertThat(moments[2]).isCloseTo(0, within(4 * Math.sqrt(15) * 1e-3));
    assertThat(moments[3]).isCloseTo(3, within(4 * Math.sqrt(96) * 1e-3));
    assertThat(beyondTwo / (double) n).isCloseTo(0.0455, within(4 * 2.1e-4));
    assertThat(beyondFour).isBetween(30, 100); // 63 expected
  }

  @Test
  void neighboursAndTheTwoOfAPairAreUncorrelated() {
    float[] z = draw(new int[] {1_000_000}, 5, 6);
    for (int lag : new int[] {1, 7, 500_000}) {
      double product = 0;
      for (int i = 0; i + lag < z.length; i++) {
        product += (double) z[i] * z[i + lag] / (z.length - lag);
      }
      assertThat(product).as("lag %d", lag).isCloseTo(0, within(4 / Math.sqrt(z.length - lag)));
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherGivesOthersAlsoForOddNumbers() {
    int[] odd = {3, 5, 7};
    assertThat(draw(odd, 1, 2)).isEqualTo(draw(odd, 1, 2)).isNotEqualTo(draw(odd, 1, 3));
  }
}
