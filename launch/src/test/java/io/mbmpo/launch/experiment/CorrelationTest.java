package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private static final int SIDE = 15;

  private static double[] map(DoubleUnaryOperator ofIndex) {
    double[] map = new double[SIDE * SIDE];
    Arrays.setAll(map, ofIndex::applyAsDouble);
    return map;
  }

  private static double radius(double index) {
    return Math.hypot(index % SIDE - 7, Math.floor(index / SIDE) - 7);
  }

  @Test
  void pearsonIsThatOfAnscombesQuartet() {
    double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    double[] first = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    double[] second = {9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74};
    assertThat(Correlation.pearson(x, first)).isCloseTo(0.8164205, within(1e-6));
    assertThat(Correlation.pearson(x, second)).isCloseTo(0.8162365, within(1e-6));
  }

  @Test
  void equalValuesShareTheirRank() {
    assertThat(Correlation.ranks(new double[] {3, 1, 3, 2, 3})).containsExactly(3, 0, 3, 1, 3);
  }

  @Test
  void spearmanSeesThroughAnyRisingFunctionAndPearsonOnlyThroughALine() {
    double[] r = map(CorrelationTest::radius);
    Correlation line = Correlation.of(r, map(i -> 3 * radius(i) - 2), SIDE);
    assertThat(line.pearson()).isCloseTo(1, within(1e-12));
    Correlation curve = Correlation.of(r, map(i -> Math.exp(radius(i))), SIDE);
    assertThat(curve.spearman()).isCloseTo(1, within(1e-12));
    assertThat(curve.pearson()).isLessThan(0.9);
    assertThat(Correlation.of(r, map(i -> -radius(i)), SIDE).pearson())
        .isCloseTo(-1, within(1e-12));
  }

  @Test
  void mapsThatFitInOnePlaceOnlyAreSignificantAndAMapIsNeverSurerThanItsShifts() {
    double[] r = map(CorrelationTest::radius);
    Correlation same = Correlation.of(r, r, SIDE);
    assertThat(same.pearsonP()).isCloseTo(1.0 / (SIDE * SIDE), within(1e-12));
    Correlation opposite = Correlation.of(r, map(i -> -radius(i)), SIDE);
    assertThat(opposite.pearsonP()).isEqualTo(1);
    // A map of stripes fits itself wherever it is shifted along them.
    double[] stripes = map(i -> Math.floor(i / SIDE));
    assertThat(Correlation.of(stripes, stripes, SIDE).pearsonP())
        .isCloseTo(1.0 / SIDE, within(1e-12));
  }

  @Test
  void smoothMapsOfChanceAreRarelySignificant() {
    SplittableRandom random = new SplittableRandom(1);
    int significant = 0;
    for (int trial = 0; trial < 60; trial++) {
      if (Correlation.of(smooth(random), smooth(random), SIDE).pearsonP() <= 0.05) {
        significant++;
      }
    }
    assertThat(significant).isLessThanOrEqualTo(9); // beyond 1e-3 if the level is 5 %
  }

  /** A few waves at random places: neighbours are alike. */
  private static double[] smooth(SplittableRandom random) {
    double[] phases = random.doubles(6, 0, 2 * Math.PI).toArray();
    double[] weights = random.doubles(6, -1, 1).toArray();
    double unit = 2 * Math.PI / SIDE;
    return map(
        i -> {
          double x = unit * (i % SIDE);
          double y = unit * Math.floor(i / SIDE);
          return weights[0] * Math.sin(x + phases[0])
              + weights[1] * Math.sin(y + phases[1])
              + weights[2] * Math.sin(x + y + phases[2])
              + weights[3] * Math.sin(x - y + phases[3])
              + weights[4] * Math.sin(2 * x + phases[4])
              + weights[5] * Math.sin(2 * y + phases[5]);
        });
  }

  @Test
  void aConstantMapHasNoCorrelation() {
    Correlation none = Correlation.of(map(i -> 1), map(CorrelationTest::radius), SIDE);
    assertThat(none.pearson()).isNaN();
  }
}
