package io.mbmpo.launch.demo;

import io.mbmpo.launch.run.IterationRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a fine-tuning came to, by its metrics.
 *
 * @param before mean return of the first policy's first episodes
 * @param best greatest mean return of an iteration's episodes
 * @param bestIteration that iteration; 0 is the first policy
 * @param last mean return of the last iteration's episodes
 * @param iterations iterations run
 * @param episodes real episodes run
 * @param falls of them
 * @param robotMinutes robot time of all of them, min
 */
public record TuningResult(
    double before,
    double best,
    int bestIteration,
    double last,
    int iterations,
    int episodes,
    int falls,
    double robotMinutes) {

  /**
   * What a fine-tuning came to.
   *
   * @param rows of all iterations; may be none
   */
  public static TuningResult of(List<IterationRow> rows) {
    if (rows.isEmpty()) {
      return new TuningResult(Double.NaN, Double.NaN, 0, Double.NaN, 0, 0, 0, 0);
    }
    IterationRow best =
        rows.stream()
            .filter(row -> Double.isFinite(row.episodeReturn()))
            .max(Comparator.comparingDouble(IterationRow::episodeReturn))
            .orElse(rows.get(0));
    return new TuningResult(
        rows.get(0).episodeReturn(),
        best.episodeReturn(),
        best.iteration(),
        rows.get(rows.size() - 1).episodeReturn(),
        rows.size(),
        rows.stream().mapToInt(IterationRow::episodes).sum(),
        rows.stream().mapToInt(IterationRow::falls).sum(),
        rows.get(rows.size() - 1).robotMinutes());
  }

  /** As one sentence, when the best policy is kept. */
  public String sentence() {
    if (bestIteration == 0) {
      return String.format(
          Locale.ROOT,
          "Nothing was better than the first policy (return %.1f): %s",
          before,
          cost());
    }
    return String.format(
        Locale.ROOT, "Return %.1f before, %.1f after fine-tuning: %s", before, best, cost());
  }

  /** As one sentence, when the last policy is kept, which made no episodes yet. */
  public String lastSentence() {
    return String.format(
        Locale.ROOT,
        "Return %.1f in the first iteration, %.1f in the last: %s",
        before,
        last,
        cost());
  }

  private String cost() {
    return String.format(
        Locale.ROOT,
        "%d iterations, %d real episodes, %d falls, %.1f minutes of robot time",
        iterations,
        episodes,
        falls,
        robotMinutes);
  }
}
