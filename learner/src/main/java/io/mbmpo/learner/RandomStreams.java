package io.mbmpo.learner;

/**
 * Seeds for everything random in a run, each a function of run seed, iteration, purpose and index
 * only: a resumed run draws what the uninterrupted one would have drawn.
 *
 * @param runSeed seed given by the person
 */
public record RandomStreams(long runSeed) {

  /** What a seed is for; its number is part of every run's numbers. */
  public enum Purpose {
    POLICY_INIT(0),
    MODEL_INIT(1),
    ROLLOUT(2),
    MODEL_FIT(3),
    META_STEP(4),
    ADAPTATION(5),
    MODEL_BIAS(6),
    MINIBATCH(7),
    VALIDATION(8),
    PLANNING(9);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  /** Seed of one use. */
  public long seed(Purpose purpose, int iteration, int index) {
    long z = mix(runSeed);
    z = mix(z ^ purpose.number);
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
