package io.mbmpo.sim.benchmark;

import java.nio.DoubleBuffer;
import java.util.Random;

/**
 * Independent random numbers around 0.
 *
 * @param size half the interval's width, or the standard deviation
 * @param normal normally distributed, else uniformly
 */
record Noise(double size, boolean normal) {
  static Noise uniform(double halfWidth) {
    return new Noise(halfWidth, false);
  }

  static Noise normal(double deviation) {
    return new Noise(deviation, true);
  }

  void addTo(DoubleBuffer values, Random random) {
    for (int i = 0; i < values.capacity(); i++) {
      double unit = normal ? random.nextGaussian() : 2 * random.nextDouble() - 1;
      values.put(i, values.get(i) + size * unit);
    }
  }
}
