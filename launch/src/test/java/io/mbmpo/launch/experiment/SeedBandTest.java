package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedBandTest {
  private static final List<CurveRow> ONE =
      List.of(Toys.row(0, 100, 0), Toys.row(1, 200, 10), Toys.row(2, 400, 30));
  private static final List<CurveRow> OTHER =
      List.of(Toys.row(0, 150, 20), Toys.row(1, 300, 50), Toys.row(2, 350, 0));

  @Test
  void aCurveIsLinearBetweenItsRowsAndUnknownOutside() {
    assertThat(SeedBand.at(ONE, 200, CurveRow::shownReturn)).isEqualTo(10);
    assertThat(SeedBand.at(ONE, 250, CurveRow::shownReturn)).isEqualTo(15);
    assertThat(SeedBand.at(ONE, 99, CurveRow::shownReturn)).isNaN();
    assertThat(SeedBand.at(ONE, 401, CurveRow::shownReturn)).isNaN();
    assertThat(SeedBand.at(List.of(), 1, CurveRow::shownReturn)).isNaN();
  }

  @Test
  void theBandGoesOverEveryStepThatAllSeedsKnow() {
    SeedBand band = SeedBand.of(List.of(ONE, OTHER), CurveRow::shownReturn);
    assertThat(band.seeds()).isEqualTo(2);
    assertThat(band.steps()).containsExactly(150, 200, 300, 350);
    assertThat(band.mean()).containsExactly(12.5, 20, 35, 12.5);
    assertThat(band.low()).containsExactly(5, 10, 20, 0);
    assertThat(band.high()).containsExactly(20, 30, 50, 25);
  }

  @Test
  void rowsWithoutAValueAreGaps() {
    List<CurveRow> gap =
        List.of(
            Toys.row(0, 100, 0), Toys.row(1, 200, Double.POSITIVE_INFINITY), Toys.row(2, 300, 8));
    SeedBand band = SeedBand.of(List.of(gap), CurveRow::shownReturn);
    assertThat(band.steps()).containsExactly(100, 300);
    assertThat(SeedBand.of(List.of(), CurveRow::shownReturn).isEmpty()).isTrue();
  }

  @Test
  void theSummaryTellsMedianAndRange() {
    List<CurveRow> third = List.of(Toys.row(0, 100, 100), Toys.row(1, 500, 100));
    SummaryRow three = SummaryRow.of("toy", "mb-mpo", List.of(ONE, OTHER, third), "steps", 200);
    assertThat(three.seeds()).isEqualTo(3);
    assertThat(three.medianReturn()).isEqualTo(30);
    assertThat(three.minReturn()).isEqualTo(10);
    assertThat(three.maxReturn()).isEqualTo(100);
    assertThat(three.medianDeterministic()).isEqualTo(31);
    SummaryRow two = SummaryRow.of("toy", "mb-mpo", List.of(ONE, OTHER), "steps", 200);
    assertThat(two.medianReturn()).isEqualTo(20);
    assertThat(SummaryRow.of("toy", "mb-mpo", List.of(ONE, OTHER), "steps", 399).medianReturn())
        .isNaN();
  }
}
