package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.data.Transitions;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  @Test
  void meansDeviationsAndRangeAreThoseOfTheColumns() {
    Transitions data =
        new Transitions(
            1, 1, new float[] {1, 3}, new float[] {-5, 1}, new float[] {2, 8}, new int[] {0});
    Normalization n = Normalization.of(data);
    assertThat(n.inputMean()).containsExactly(2, 0); // actions are clipped first
    assertThat(n.inputStd()).containsExactly(1, 1);
    assertThat(n.deltaMean()).containsExactly(3);
    assertThat(n.deltaStd()).containsExactly(2);
    assertThat(n.low()).containsExactly(1 - 0.35f);
    assertThat(n.high()).containsExactly(8 + 0.35f);
    assertThat(n.inputs(data.observations(), data.actions())).containsExactly(-1, -1, 1, 1);
    assertThat(n.targets(data.observations(), data.nextObservations())).containsExactly(-1, 1);
  }

  @Test
  void aColumnMovedOnlyByRoundingIsConstant() {
    float[] s = {1000, 1000.00006f, 1000};
    Normalization n =
        Normalization.of(new Transitions(1, 1, s, new float[3], s.clone(), new int[] {0}));
    assertThat(n.inputStd()).containsExactly(1, 1);
    assertThat(n.deltaStd()).containsExactly(0);
    assertThat(n.targets(s, s)).containsExactly(0, 0, 0);
  }
}
