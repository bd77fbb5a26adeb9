package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.ObservationLayout;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final int WIDTH = 49;
  private static final double PERIOD_S = 0.02;

  /** Forward at 1 m/s with the given heading at every step. */
  private static Walk walk(int steps, double headingRad) {
    float[] observations = new float[(steps + 1) * WIDTH];
    for (int t = 0; t <= steps; t++) {
      observations[t * WIDTH + ObservationLayout.SIN_HEADING] = (float) Math.sin(headingRad);
      observations[t * WIDTH + ObservationLayout.COS_HEADING] = (float) Math.cos(headingRad);
      observations[t * WIDTH + ObservationLayout.LINEAR_VELOCITY] = 1;
    }
    return Walk.of(
        new Episode(
            "e",
            "run",
            "go1",
            "",
            1,
            1,
            new byte[0],
            Exploration.DETERMINISTIC,
            1,
            observations,
            new float[steps * 12],
            WIDTH,
            12,
            false,
            "horizon",
            0,
            PERIOD_S));
  }

  @Test
  void straightAheadIsForward() {
    Walk walk = walk(50, 0);
    assertThat(walk.seconds()).isCloseTo(1, within(1e-9));
    assertThat(walk.forwardM()).isCloseTo(1, within(1e-6));
    assertThat(walk.sidewaysM()).isCloseTo(0, within(1e-6));
    assertThat(walk.speedMS()).isCloseTo(1, within(1e-6));
  }

  @Test
  void withTheHeadingTurnedLeftItIsSidewaysToTheLeft() {
    Walk walk = walk(50, Math.PI / 2);
    assertThat(walk.forwardM()).isCloseTo(0, within(1e-6));
    assertThat(walk.sidewaysM()).isCloseTo(1, within(1e-6));
  }

  @Test
  void anEpisodeThatNeverStartedHasNoSpeed() {
    assertThat(walk(0, 0).speedMS()).isZero();
  }
}
