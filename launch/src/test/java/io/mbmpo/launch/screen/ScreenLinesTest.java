package io.mbmpo.launch.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.run.Rows;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenLinesTest {
  private static final DemoState BEGIN =
      DemoState.begin("go1", "runs/go1-s1-20260101-120000", 1, 10, List.of());

  static DemoState midway() {
    DemoState state = BEGIN.withLink(true, "");
    for (int i = 0; i < 5; i++) {
      state = state.at(12.5 * (i + 1)).with(Rows.row(i));
    }
    return state
        .at(66.5)
        .with(new LearnerProgress("run", "fit", 0.5, 5, 10, 0.0123, 0.045, 0.0098, 99))
        .with(
            new RobotStatus(
                "go1", "RUN", "", SnapshotVersion.of(1_800_000_000L, 5, 3), 200, 40, 0, true));
  }

  @Test
  void allThatAPersonWantsToKnowIsOnTheScreen() {
    String screen = String.join("\n", ScreenLines.lines(midway(), 100));
    assertThat(screen)
        .contains("go1", "seed 1", "runs/go1-s1-20260101-120000")
        .contains(
            "iteration 6/10", "1:07 elapsed", "left", "55 %", "50 %  fit: the dynamics models")
        .contains("3.3 min", "0.60 m/s", "0 of 8", "0.0123", "0.0450", "0.0098", "5.3", "RUN")
        .contains("▁", "█", "best 0.60 m/s")
        .containsPattern("link +up");
  }

  @Test
  void beforeAnythingIsKnownNoNumberIsInvented() {
    String screen = String.join("\n", ScreenLines.lines(BEGIN, 100));
    assertThat(screen).contains("starting", "–", "connecting").doesNotContain("NaN", "null");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    DemoState state = midway().withWarning("robot: " + "x".repeat(300));
    for (int width : new int[] {20, 40, 79, 80, 120, 200}) {
      assertThat(ScreenLines.lines(state, width))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void troubleIsShown() {
    DemoState state =
        midway()
            .withLink(false, "broker gone")
            .with(new RobotStatus("go1", "DAMPING", "TILT", 0, 0, 0, 4, true));
    assertThat(String.join("\n", ScreenLines.lines(state, 100)))
        .contains("down: broker gone", "DAMPING (TILT)");
    assertThat(String.join("\n", ScreenLines.lines(state.withLink(true, ""), 100)))
        .contains("up, 4 episodes waiting");
    DemoState gone = midway().with(new RobotStatus("go1", "RUN", "", 0, 0, 0, 0, false));
    assertThat(String.join("\n", ScreenLines.lines(gone, 100))).containsPattern("robot +gone");
  }

  @Test
  void onlyTheLastWarningsAreKept() {
    DemoState state = BEGIN;
    for (String warning : List.of("one", "two", "three", "four")) {
      state = state.withWarning(warning);
    }
    assertThat(state.warnings()).containsExactly("two", "three", "four");
  }

  @Test
  void timeLeftFollowsTheLastIterations() {
    assertThat(BEGIN.leftS()).isNaN();
    // Five iterations of 12.5 s to go, 4 s of the first of them are over.
    assertThat(midway().leftS()).isCloseTo(5 * 12.5 - 4, within(1e-9));
    assertThat(midway().at(1000).leftS()).isCloseTo(4 * 12.5, within(1e-9));
  }

  @Test
  void anIterationThatIsDoneAgainReplacesTheFormer() {
    DemoState state = midway().with(Rows.row(3));
    assertThat(state.rows()).isEqualTo(Rows.upTo(4));
    assertThat(state.done()).isEqualTo(4);
  }

  @Test
  void sparksRiseFromLeastToGreatestAndSkipWhatIsUnknown() {
    assertThat(Sparkline.of(new double[] {Double.NaN, 0, 1, 2, 7})).isEqualTo(" ▁▂▃█");
    assertThat(Sparkline.of(new double[] {3, 3})).isEqualTo("▅▅");
    assertThat(Sparkline.of(new double[0])).isEmpty();
  }

  @Test
  void withoutATerminalEveryChangeIsOneLine() {
    DemoState before = midway();
    assertThat(PlainLines.between(before, before.at(70))).isEmpty();
    assertThat(
            PlainLines.between(
                before, before.with(new LearnerProgress("r", "fit", 0.9, 5, 10, 1, 1, 1, 1))))
        .isEmpty();
    DemoState after =
        before
            .at(75)
            .with(Rows.row(5))
            .with(new LearnerProgress("run", "collect", 0, 6, 10, 0.01, 0.04, 0.01, 99));
    assertThat(PlainLines.between(before, after))
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("[1:15] iteration 6/10 done").contains("falls 0"),
            line -> assertThat(line).contains("iteration 7/10  collect"));
  }
}
