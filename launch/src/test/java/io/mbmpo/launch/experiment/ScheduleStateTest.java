package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.experiment.TrialProgress.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleStateTest {
  private static TrialProgress trial(String name, Status status, List<CurveRow> rows) {
    return new TrialProgress(
            Toys.plan(name, 1, 10, 0),
            status,
            0,
            null,
            Double.NaN,
            status == Status.FAILED ? "why" : "")
        .with(rows);
  }

  /** Rows of 10 s each. */
  private static List<CurveRow> rows(int iterations) {
    return IntStream.range(0, iterations).mapToObj(i -> Toys.row(i, 100L * (i + 1), -i)).toList();
  }

  private static final ScheduleState STATE =
      new ScheduleState(
          "curves · runs/x",
          2,
          65,
          List.of(
              trial("alpha", Status.RUNNING, rows(4)),
              trial("beta", Status.RUNNING, List.of()),
              trial("gamma", Status.FAILED, rows(1)),
              trial("delta", Status.FINISHED, rows(10))));

  @Test
  void timeLeftIsThatOfTheJobsSideBySide() {
    assertThat(STATE.trial("alpha").leftS()).isCloseTo(60, within(1e-9));
    assertThat(STATE.trial("beta").leftS()).isNaN();
    assertThat(STATE.trial("gamma").leftS()).isZero();
    // alpha 6 iterations, beta as many as it has: 10; on two jobs the longer one counts.
    assertThat(STATE.leftS()).isCloseTo(100, within(1e-9));
  }

  @Test
  void aBoundOnRealStepsShortensWhatIsLeft() {
    TrialProgress limited =
        new TrialProgress(Toys.plan("x", 1, 1000, 1000), Status.RUNNING, 0, null, Double.NaN, "")
            .with(rows(4));
    assertThat(limited.iterationsLeft()).isEqualTo(6);
  }

  @Test
  void everyRunningTrialHasALineAndEveryFailureItsReason() {
    String screen = String.join("\n", STATE.lines(150));
    assertThat(screen)
        .contains("experiment curves · runs/x", "1:05 elapsed, 1:40 left")
        .containsPattern("alpha +iteration 4/10  400 real steps  return -3.0  1:00 left \\(10 s")
        .containsPattern("beta +first iteration")
        .contains("! gamma: why", "2 running, 0 waiting, 1 finished, 1 failed")
        .doesNotContain("delta", "NaN");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int width : new int[] {20, 60, 79, 200}) {
      assertThat(STATE.lines(width))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }
  }

  @Test
  void withoutATerminalEveryIterationAndEveryEndIsALine() {
    assertThat(STATE.linesSince(STATE)).isEmpty();
    ScheduleState next =
        STATE
            .with(trial("alpha", Status.RUNNING, rows(5)))
            .with(trial("beta", Status.FINISHED, List.of()));
    assertThat(next.linesSince(STATE))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("[1:05] alpha").contains("iteration 5/10"),
            line -> assertThat(line).isEqualTo("[1:05] beta finished"));
  }
}
