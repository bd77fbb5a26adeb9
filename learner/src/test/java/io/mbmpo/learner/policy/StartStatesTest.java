package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.data.Transitions;
import org.junit.jupiter.api.Test;

class StartStatesTest {

  @Test
  void observationsThatAreNotFiniteStartNothing() {
    float nan = Float.NaN;
    float[] observations = {nan, 1, 2, 3, 4, 5, 6, Float.POSITIVE_INFINITY};
    Transitions data =
        new Transitions(2, 1, observations, new float[4], observations, new int[] {0, 2});
    StartStates starts = StartStates.of(data);
    assertThat(starts.first()).containsExactly(4, 5);
    assertThat(starts.buffer()).containsExactly(2, 3, 4, 5);
    Transitions noFirst =
        new Transitions(2, 1, observations, new float[4], observations, new int[] {0, 3});
    assertThat(StartStates.of(noFirst).first()).containsExactly(2, 3, 4, 5);
  }

  private final Transitions data =
      new Transitions(
          2,
          1,
          new float[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4},
          new float[5],
          new float[10],
          new int[] {0, 3});

  @Test
  void theBuffersShareOfRowsComesFromAnywhereAndTheRestFromFirstStates() {
    float[] drawn = StartStates.of(data).draw(1000, 0.4, 1);
    boolean[] seen = new boolean[5];
    for (int i = 0; i < 1000; i++) {
      assertThat(drawn[2 * i]).isEqualTo(drawn[2 * i + 1]);
      if (i < 400) {
        seen[(int) drawn[2 * i]] = true;
      } else {
        assertThat(drawn[2 * i]).isIn(0f, 3f);
      }
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void theSameSeedDrawsTheSameRows() {
    StartStates starts = StartStates.of(data);
    assertThat(starts.draw(20, 0.5, 9)).isEqualTo(starts.draw(20, 0.5, 9));
    assertThat(starts.draw(20, 0.5, 9)).isNotEqualTo(starts.draw(20, 0.5, 10));
  }

  @Test
  void anEmptyBufferFallsBackToFirstStates() {
    assertThat(new StartStates(1, new float[] {7}, new float[0]).draw(3, 1, 1)).containsOnly(7);
  }

  @Test
  void noFirstStateOrBrokenRowsAreRefused() {
    assertThatThrownBy(() -> new StartStates(2, new float[0], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one first state");
    assertThatThrownBy(() -> new StartStates(2, new float[2], new float[3]))
        .hasMessageContaining("whole rows of 2");
  }
}
