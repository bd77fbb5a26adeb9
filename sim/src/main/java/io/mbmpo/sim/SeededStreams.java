package io.mbmpo.sim;

import java.util.Random;

/**
 * Independent random streams of one episode, by name. {@link Random} because its algorithm, also of
 * Gaussian numbers, is fixed by its contract: the same on every JVM.
 */
public final class SeededStreams {
  private final long seed;

  /** Streams of one seed. */
  public SeededStreams(long seed) {
    this.seed = seed;
  }

  /** A new stream from its beginning. */
  public Random stream(String name) {
    return new Random(mix(seed + mix(name.hashCode())));
  }

  /** SplitMix64's finalizer: neighbouring seeds give unrelated streams. */
  private static long mix(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
