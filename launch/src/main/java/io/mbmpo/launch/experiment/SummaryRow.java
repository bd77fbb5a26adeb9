package io.mbmpo.launch.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of a figure at one number of real steps: a row of {@code summary.csv}. Medians, least and
 * greatest are over the seeds.
 *
 * @param task task
 * @param line line of the figure
 * @param seeds number of seeds
 * @param at "end" for the last step that all seeds have reached, else "steps"
 * @param realSteps real transitions
 * @param medianReturn of the pre-update policy with its noise
 * @param minReturn of the same
 * @param maxReturn of the same
 * @param medianDeterministic return of the policy's mean action
 * @param medianLength length of its episodes, policy steps
 */
public record SummaryRow(
    String task,
    String line,
    int seeds,
    String at,
    long realSteps,
    double medianReturn,
    double minReturn,
    double maxReturn,
    double medianDeterministic,
    double medianLength) {

  static SummaryRow of(
      String task, String line, List<List<CurveRow>> curves, String at, long steps) {
    double[] returns = values(curves, steps, CurveRow::shownReturn);
    return new SummaryRow(
        task,
        line,
        curves.size(),
        at,
        steps,
        median(returns),
        Arrays.stream(returns).min().orElse(Double.NaN),
        Arrays.stream(returns).max().orElse(Double.NaN),
        median(values(curves, steps, CurveRow::deterministicReturn)),
        median(values(curves, steps, CurveRow::length)));
  }

  private static double[] values(
      List<List<CurveRow>> curves, long steps, ToDoubleFunction<CurveRow> value) {
    return curves.stream().mapToDouble(rows -> SeedBand.at(rows, (double) steps, value)).toArray();
  }

  /** NaN when one of them is. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN comes last
    int n = sorted.length;
    if (n == 0 || Double.isNaN(sorted[n - 1])) {
      return Double.NaN;
    }
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
