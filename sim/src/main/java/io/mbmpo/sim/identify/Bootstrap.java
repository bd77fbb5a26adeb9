package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How far the parameters would scatter had other half seconds been recorded: the fit is repeated on
 * blocks of time drawn with replacement (block bootstrap; Künsch 1989).
 */
final class Bootstrap {
  private static final int REPLICATES = 200;

  /** How far from the best delay it is looked for, ticks. */
  private static final int REACH = 4;

  private final List<Solution> replicates = new ArrayList<>();

  Bootstrap(Equations equations, int blocks, Random random) {
    int best = equations.solution().nearestTicks();
    int from = Math.max(0, best - REACH);
    int until = Math.min(equations.delays() - 1, best + REACH);
    Sums[][][] sums = new Sums[until - from + 1][][];
    for (int d = from; d <= until; d++) {
      sums[d - from] = equations.byBlock(blocks, d);
    }
    for (int r = 0; r < REPLICATES; r++) {
      int[] drawn = random.ints(blocks, 0, blocks).toArray();
      replicates.add(
          Solution.best(d -> total(sums[d - from], drawn), from, until, equations.weight()));
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

  /** A parameter with its 95 % confidence interval. */
  Estimate estimate(Solution solution, ToDoubleFunction<Solution> parameter) {
    Map<Integer, Double> ends =
        Quantiles.scale(1000)
            .indexes(25, 975)
            .compute(replicates.stream().mapToDouble(parameter).toArray());
    return new Estimate(parameter.applyAsDouble(solution), ends.get(25), ends.get(975), null);
  }
}
