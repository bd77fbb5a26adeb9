package io.mbmpo.sim.benchmark;

import io.mbmpo.robotconfigs.task.Arithmetic;

/** The one reason to end an episode that every task has. */
final class NotFinite {
  /** A sum of absolute values that no sane observation reaches; NaN and infinity do not pass. */
  private static final double FINITE_SUM = 1e6;

  private NotFinite() {}

  /** 1 where an observation holds a NaN, an infinity or an absurd value, else 0; width 1. */
  static <V> V in(Arithmetic<V> math, V observation) {
    V finite = math.below(math.sum(math.abs(observation)), FINITE_SUM);
    return math.plus(math.times(finite, -1), 1);
  }
}
