package io.mbmpo.sim.identify;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * How far a parameter is to be believed: as far as noise and the choice of motion scatter it, and
 * as far as it moves between halves of the equations by more than that. The second is the model's
 * error.
 */
final class Confidence {
  private static final int DRAWS = 200;
  private static final int SPLIT_DRAWS = 60;

  /** How far from the best delay it is looked for, ticks. */
  private static final int REACH = 4;

  private static final int SPLIT_REACH = 3;

  /** Standard deviations to the end of a 95 % interval. */
  private static final double Z = 1.96;

  /** Blocks of which at least there must be for a bootstrap. */
  private static final int LEAST_BLOCKS = 20;

  /** Share of what is left over that may go on from one block to the next. */
  private static final double MOST_CORRELATION = 0.2;

  private final Bootstrap whole;
  private final Map<Split, Bootstrap> first = new EnumMap<>(Split.class);
  private final Map<Split, Bootstrap> second = new EnumMap<>(Split.class);

  /**
   * @param blocks of all rows
   * @param joints of the robot
   */
  Confidence(Equations equations, int blocks, int joints, Random random) {
    int each = blocksThatAreOne(equations, blocks, joints);
    whole = new Bootstrap(equations, (joint, row) -> true, blocks, each, REACH, DRAWS, random);
    for (Split split : Split.values()) {
      first.put(
          split,
          new Bootstrap(
              equations,
              split.half(equations, joints, false),
              blocks,
              each,
              SPLIT_REACH,
              SPLIT_DRAWS,
              random));
      second.put(
          split,
          new Bootstrap(
              equations,
              split.half(equations, joints, true),
              blocks,
              each,
              SPLIT_REACH,
              SPLIT_DRAWS,
              random));
    }
  }

  /** Blocks are taken together until what is left over in one says little about the next. */
  private static int blocksThatAreOne(Equations equations, int blocks, int joints) {
    int each = 1;
    while (blocks / (2 * each) >= LEAST_BLOCKS
        && correlation(equations, blocks, joints, each) > MOST_CORRELATION) {
      each *= 2;
    }
    return each;
  }

  private static double correlation(Equations equations, int blocks, int joints, int each) {
    double square = 0;
    double product = 0;
    for (int j = 0; j < joints; j++) {
      if (!equations.used(j)) {
        continue;
      }
      double[] left = equations.leftByBlock(j, blocks);
      double before = Double.NaN;
      for (int b = 0; b + each <= blocks; b += each) {
        double mean = 0;
        for (int k = 0; k < each; k++) {
          mean += left[b + k] / each;
        }
        if (!Double.isNaN(mean)) {
          square += mean * mean;
          product += Double.isNaN(before) ? 0 : before * mean;
        }
        before = mean;
      }
    }
    return square == 0 ? 0 : product / square;
  }

  /**
   * A parameter with its interval, open if that is wider than wanted.
   *
   * @param wanted half-width of the interval that will do, by the parameter's value
   */
  Estimate estimate(ToDoubleFunction<Solution> parameter, DoubleUnaryOperator wanted, String unit) {
    Estimate noise = whole.estimate(parameter);
    double most = wanted.applyAsDouble(noise.value());
    Split worst = null;
    double move = 0;
    for (Split split : Split.values()) {
      double moved = moved(split, parameter);
      if (moved > move) {
        move = moved;
        worst = split;
      }
    }
    Estimate e = noise.wider(move);
    if (noise.uncertainty() <= most && e.uncertainty() > most) {
      return e.open(
          worst.words(first.get(worst).value(parameter), second.get(worst).value(parameter), unit)
              + " (wanted: ± "
              + Identification.text(most)
              + ")");
    }
    return e.uncertainty() <= most ? e : e.open(wide(e, most, unit));
  }

  /** How much further the halves are apart than noise explains. */
  private double moved(Split split, ToDoubleFunction<Solution> parameter) {
    Bootstrap a = first.get(split);
    Bootstrap b = second.get(split);
    double sigma = Math.sqrt(a.variance(parameter) + b.variance(parameter));
    double moved = Math.abs(a.value(parameter) - b.value(parameter)) - Z * sigma;
    return moved > 0 ? moved : 0; // also where a half says nothing
  }

  private static String wide(Estimate e, double most, String unit) {
    String known = Identification.text(e.low()) + " to " + Identification.text(e.high());
    return "only known to be "
        + (known + " " + unit).strip()
        + "; wanted: ± "
        + (Identification.text(most) + " " + unit).strip()
        + "; record longer, each joint to and fro at 1 to 5 rad/s (./mbmpo robot --stage excite)";
  }
}
