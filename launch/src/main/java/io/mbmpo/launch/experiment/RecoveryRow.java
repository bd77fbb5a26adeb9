package io.mbmpo.launch.experiment;

import java.util.List;

/**
 * How many real episodes fine-tuning took: a row of {@code recovery.csv}.
 *
 * @param task task
 * @param start what fine-tuning began with
 * @param seed seed
 * @param of whose return is to be recovered: "nominal", the best policy's on the nominal task; or
 *     "best", the best on the changed task that fine-tuning from any start came to
 * @param threshold the return to be reached, {@value #SHARE} of that one; NaN where that one is
 *     negative, so that a share of it says nothing
 * @param startReturn return on the changed task before fine-tuning
 * @param bestReturn greatest return on the changed task
 * @param episodes real episodes on the changed task until the threshold was reached; 0 when the
 *     start was there already, NaN when it was not reached
 */
public record RecoveryRow(
    String task,
    String start,
    long seed,
    String of,
    double threshold,
    double startReturn,
    double bestReturn,
    double episodes) {
  /** Share of the return that counts as recovered. */
  static final double SHARE = 0.9;

  /**
   * Real episodes that fine-tuning took to reach a return.
   *
   * @param rows curve of the fine-tuning; the policy of a row is the best of those measured so far
   * @param episodesAnIteration real episodes of an iteration
   */
  static double episodes(List<CurveRow> rows, double threshold, int episodesAnIteration) {
    for (CurveRow row : rows) {
      if (row.shownReturn() >= threshold) {
        // The policy of the first row is the one it began with.
        return row.iteration() == 0 ? 0 : (row.iteration() + 1.0) * episodesAnIteration;
      }
    }
    return Double.NaN;
  }
}
