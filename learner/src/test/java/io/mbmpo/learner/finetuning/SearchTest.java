package io.mbmpo.learner.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final float[] A = {1};
  private static final float[] B = {2};
  private static final float[] C = {3};

  /** Patience 4, back at 2 standard errors, over after 3 reversions. */
  private static final LearnerSettings.FineTuning RULES =
      new LearnerSettings.FineTuning(4, 0.1, 0.01, 4, 2, 3);

  /** Mean ± 1 of four episodes. */
  private static Optional<Measure> around(double mean) {
    double off = Math.sqrt(3);
    return Measure.of(new double[] {mean - off, mean + off, mean - off, mean + off});
  }

  private static Search start() {
    return Search.from(A, RULES).after(around(10), RULES);
  }

  @Test
  void theFirstPolicyIsTheBestUntilABetterOneIsMeasured() {
    Search search = start();
    assertThat(search.best()).isEqualTo(A);
    search = search.to(B).after(around(9), RULES).to(C).after(around(10.5), RULES);
    assertThat(search.best()).isEqualTo(C);
    assertThat(search.measured().orElseThrow().mean()).isEqualTo(10.5f);
    assertThat(search.sinceBest()).isZero();
    assertThat(search.maxKl()).isEqualTo(0.01f);
  }

  @Test
  void aPolicyThatIsClearlyWorseIsGivenUpAndStepsGetShorter() {
    Search search = start().to(B).after(around(10 - 2.7), RULES);
    assertThat(search.theta()).as("2.7 < 2 √2 standard errors").isEqualTo(B);
    search = search.to(C).after(around(10 - 2.9), RULES);
    assertThat(search.theta()).isEqualTo(A);
    assertThat(search.maxKl()).isEqualTo(0.005f);
    assertThat(search.reversions()).isEqualTo(1);
  }

  @Test
  void theBestMeasuredAgainCountsBothMeasures() {
    Search search = start().to(B).after(around(0), RULES).after(around(8), RULES);
    Measure both = search.measured().orElseThrow();
    assertThat(both.count()).isEqualTo(8);
    assertThat(both.mean()).isEqualTo(9);
    assertThat(search.best()).isEqualTo(A);
    assertThat(search.to(B).after(around(9.5), RULES).best()).isEqualTo(B);
  }

  @Test
  void itIsOverWhenNothingBetterIsFoundForLongOrTooMuchHadToBeGivenUp() {
    Search search = start();
    for (int i = 0; i < 4; i++) {
      assertThat(search.isOver(RULES)).isFalse();
      search = search.to(new float[] {5 + i}).after(around(9.9), RULES);
    }
    assertThat(search.isOver(RULES)).isTrue();
    LearnerSettings.FineTuning patient = new LearnerSettings.FineTuning(4, 0.1, 0.01, 99, 2, 3);
    search = start();
    for (int i = 0; i < 3; i++) {
      assertThat(search.isOver(patient)).isFalse();
      search = search.to(B).after(around(0), patient);
    }
    assertThat(search.isOver(patient)).isTrue();
    assertThat(search.best()).isEqualTo(A);
  }

  @Test
  void whatCouldNotBeMeasuredChangesNothingButTime() {
    assertThat(Measure.of(new double[] {3})).isEmpty();
    assertThat(Measure.of(new double[] {3, Double.NaN})).isEmpty();
    assertThat(Measure.of(new double[] {1e38, -1e38})).isEmpty();
    Search search = start().to(B).after(Optional.empty(), RULES);
    assertThat(search.theta()).isEqualTo(B);
    assertThat(search.best()).isEqualTo(A);
    assertThat(search.sinceBest()).isEqualTo(1);
    assertThat(Search.from(A, RULES).after(Optional.empty(), RULES).measured()).isEmpty();
  }

  @Test
  void keptInArraysItIsTheSame() {
    Search search = start().to(B).after(around(3), RULES).to(C);
    Search restored = Search.of(search.theta(), search.arrays());
    assertThat(restored).usingRecursiveComparison().isEqualTo(search);
    Search fresh = Search.from(A, RULES);
    assertThat(Search.of(A, fresh.arrays())).usingRecursiveComparison().isEqualTo(fresh);
  }

  @Property
  void twoMeasuresTogetherAreTheMeasureOfAllEpisodes(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -100, max = 100) Double> first,
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -100, max = 100) Double> second) {
    Measure both = measure(first).and(measure(second));
    List<Double> all = new ArrayList<>(first);
    all.addAll(second);
    Measure expected = measure(all);
    assertThat(both.count()).isEqualTo(expected.count());
    assertThat(both.mean()).isCloseTo(expected.mean(), within(1e-3f));
    assertThat(both.squares())
        .isCloseTo(expected.squares(), within(1e-2f + 1e-4f * expected.squares()));
  }

  private static Measure measure(List<Double> returns) {
    return Measure.of(returns.stream().mapToDouble(r -> r).toArray()).orElseThrow();
  }
}
