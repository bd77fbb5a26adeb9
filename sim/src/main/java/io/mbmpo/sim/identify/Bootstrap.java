package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import com.google.common.math.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How far the parameters would scatter had other stretches of time been recorded: the fit is
 * repeated on blocks of time drawn with replacement (block bootstrap; Künsch 1989).
 */
final class Bootstrap {
  private final Solution solution;
  private final List<Solution> replicates = new ArrayList<>();

  /**
   * @param part of the equations
   * @param blocks of all rows
   * @param each so many of them are drawn together
   * @param reach how far from the best delay it is looked for, ticks
   */
  Bootstrap(
      Equations equations,
      Equations.Part part,
      int blocks,
      int each,
      int reach,
      int draws,
      Random random) {
    int count = (blocks + each - 1) / each;
    int best = equations.solution().nearestTicks();
    int from = Math.max(0, best - reach);
    int until = Math.min(equations.delays() - 1, best + reach);
    Sums[][][] sums = new Sums[until - from + 1][][];
    for (int d = from; d <= until; d++) {
      sums[d - from] = equations.byBlock(count, each, d, part);
    }
    int[] all = new int[count];
    for (int b = 0; b < count; b++) {
      all[b] = b;
    }
    solution =
        Solution.best(d -> total(sums[d - from], all), from, until, equations.weight(), best);
    for (int r = 0; r < draws; r++) {
      int[] drawn = random.ints(count, 0, count).toArray();
      replicates.add(
          Solution.best(d -> total(sums[d - from], drawn), from, until, equations.weight(), best));
    }
  }

  private static Sums[] total(Sums[][] blocks, int[] drawn) {
    Sums[] total = new Sums[blocks[0].length];
    for (int j = 0; j < total.length; j++) {
      if (blocks[0][j] != null) {
        total[j] = new Sums();
        for (int b : drawn) {
          total[j].add(blocks[b][j]);
        }
      }
    }
    return total;
  }

  /** A parameter's value. */
  double value(ToDoubleFunction<Solution> parameter) {
    return parameter.applyAsDouble(solution);
  }

  /** Variance of a parameter. */
  double variance(ToDoubleFunction<Solution> parameter) {
    return Stats.of(replicates.stream().mapToDouble(parameter)).sampleVariance();
  }

  /** A parameter with its 95 % confidence interval. */
  Estimate estimate(ToDoubleFunction<Solution> parameter) {
    Map<Integer, Double> ends =
        Quantiles.scale(1000)
            .indexes(25, 975)
            .compute(replicates.stream().mapToDouble(parameter).toArray());
    return new Estimate(value(parameter), ends.get(25), ends.get(975), null);
  }
}
