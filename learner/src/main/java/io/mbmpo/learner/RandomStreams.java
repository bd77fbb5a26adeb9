package io.mbmpo.learner;

/**
 * Seeds for everything random in a run, each a function of run seed, iteration, purpose and index
 * only: a resumed run draws what the uninterrupted one would have drawn.
 *
 * @param runSeed seed given by the person
 */
public record RandomStreams(long runSeed) {

  /** What a seed is for; the order is part of every run's numbers. */
  public enum Purpose {
    POLICY_INIT,
    MODEL_INIT,
    ROLLOUT,
    MODEL_FIT,
    META_STEP,
    ADAPTATION,
    MODEL_BIAS,
    MINIBATCH,
    VALIDATION,
    PLANNING
  }

  /** Seed of one use. */
  public long seed(Purpose purpose, int iteration, int index) {
    long z = mix(runSeed);
    z = mix(z ^ purpose.ordinal());
    z = mix(z ^ iteration);
    return mix(z ^ index);
  }

  /** SplitMix64's output function over the next Weyl step. */
  private static long mix(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
