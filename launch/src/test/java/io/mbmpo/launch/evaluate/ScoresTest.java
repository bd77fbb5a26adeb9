package io.mbmpo.launch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static Trial trial(double forwardM, double sidewaysM, boolean fell) {
    return new Trial(10, 10, forwardM, sidewaysM, fell, fell ? "fall" : "horizon", 0.05);
  }

  @Test
  void leftAndRightDriftDoNotCancelOut() {
    Scores scores = new Scores(List.of(trial(10, 1, false), trial(10, -1, false)));
    assertThat(scores.driftShare()).isCloseTo(0.1, within(1e-12));
    assertThat(scores.lines()).contains("drift       10.0 % of the way", "falls      0 of 2");
  }

  @Test
  void speedAndFallsAreOverAllEpisodes() {
    Scores scores = new Scores(List.of(trial(10, 0, false), trial(4, 0, true)));
    assertThat(scores.meanSpeedMS()).isCloseTo(0.7, within(1e-12));
    assertThat(scores.falls()).isEqualTo(1);
    assertThat(scores.lines().get(0)).contains("0.70 ± 0.30 m/s (0.40 to 1.00)");
  }

  @Test
  void aRobotThatWentNowhereOrBackwardsHasNoDriftToTell() {
    for (double forward : new double[] {0, -1}) {
      Scores scores = new Scores(List.of(trial(forward, 0.2, false)));
      assertThat(scores.driftShare()).isInfinite();
      assertThat(scores.lines().get(4)).contains("went nowhere");
    }
  }
}
