package io.mbmpo.launch.experiment;

import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Curves of several seeds as one: mean and range over the seeds at every number of real steps at
 * which one of them was measured and all of them are known. Between its own points a curve is
 * linear.
 *
 * @param steps real steps, rising
 * @param mean over the seeds
 * @param low least over the seeds
 * @param high greatest over the seeds
 * @param seeds number of curves
 */
record SeedBand(double[] steps, double[] mean, double[] low, double[] high, int seeds) {

  static SeedBand of(List<List<CurveRow>> curves, ToDoubleFunction<CurveRow> value) {
    List<List<CurveRow>> known =
        curves.stream()
            .map(
                rows -> rows.stream().filter(r -> Double.isFinite(value.applyAsDouble(r))).toList())
            .filter(rows -> !rows.isEmpty())
            .toList();
    TreeSet<Long> grid = new TreeSet<>();
    known.forEach(rows -> rows.forEach(row -> grid.add(row.realSteps())));
    double[] steps =
        grid.stream()
            .mapToDouble(Long::doubleValue)
            .filter(x -> known.stream().allMatch(rows -> Double.isFinite(at(rows, x, value))))
            .toArray();
    double[] mean = new double[steps.length];
    double[] low = new double[steps.length];
    double[] high = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      double x = steps[i];
      double[] values = known.stream().mapToDouble(rows -> at(rows, x, value)).sorted().toArray();
      low[i] = values[0];
      high[i] = values[values.length - 1];
      for (double v : values) {
        mean[i] += v / values.length;
      }
    }
    return new SeedBand(steps, mean, low, high, known.size());
  }

  /** A curve's value, linear between its rows; NaN before its first and after its last. */
  static double at(List<CurveRow> rows, double steps, ToDoubleFunction<CurveRow> value) {
    CurveRow before = null;
    for (CurveRow row : rows) {
      if (row.realSteps() == steps) {
        return value.applyAsDouble(row);
      }
      if (row.realSteps() > steps) {
        if (before == null) {
          return Double.NaN;
        }
        double share = (steps - before.realSteps()) / (row.realSteps() - before.realSteps());
        return (1 - share) * value.applyAsDouble(before) + share * value.applyAsDouble(row);
      }
      before = row;
    }
    return Double.NaN;
  }

  boolean isEmpty() {
    return steps.length == 0;
  }
}
