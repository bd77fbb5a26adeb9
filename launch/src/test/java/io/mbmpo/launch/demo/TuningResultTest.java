package io.mbmpo.launch.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.launch.run.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningResultTest {
  @Test
  void anImprovementIsToldWithWhatItCost() {
    List<IterationRow> rows = Rows.upTo(4).subList(1, 4);
    assertThat(TuningResult.of(rows).sentence())
        .isEqualTo(
            "Return 45.1 before, 112.7 after fine-tuning: 3 iterations, 24 real episodes, 6 falls,"
                + " 2.3 minutes of robot time");
  }

  @Test
  void aFirstPolicyThatNothingBeatsIsToldToBeTheBest() {
    TuningResult result = new TuningResult(80, 80, 0, 61, 12, 120, 3, 9.6);
    assertThat(result.sentence()).startsWith("Nothing was better than the first policy");
  }

  @Test
  void whereTheLastPolicyIsKeptTheLastIterationIsTold() {
    TuningResult result = new TuningResult(31, 310, 6, 290, 10, 69, 21, 4.25);
    assertThat(result.lastSentence())
        .isEqualTo(
            "Return 31.0 in the first iteration, 290.0 in the last: 10 iterations, 69 real episodes,"
                + " 21 falls, 4.3 minutes of robot time");
  }

  @Test
  void aRunThatMeasuredNothingHasNoReturn() {
    assertThat(TuningResult.of(List.of()).before()).isNaN();
    assertThat(TuningResult.of(Rows.upTo(1)).best()).isNaN();
  }
}
