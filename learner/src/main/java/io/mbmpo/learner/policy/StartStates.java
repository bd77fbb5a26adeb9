package io.mbmpo.learner.policy;

import io.mbmpo.learner.data.Transitions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Where imagined episodes may start. Arrays are shared, not copied, and are not to be changed.
 *
 * @param observationSize width of a row
 * @param first first observations of real episodes, row-major, at least one row
 * @param buffer observations from anywhere in real episodes, row-major, may be empty
 */
public record StartStates(int observationSize, float[] first, float[] buffer) {
  public StartStates {
    if (first.length == 0
        || first.length % observationSize != 0
        || buffer.length % observationSize != 0) {
      throw new IllegalArgumentException(
          "start states need whole rows of %d and at least one first state, got %d and %d values"
              .formatted(observationSize, first.length, buffer.length));
    }
  }

  /**
   * First observations of all episodes, and all observations; those that are not finite are left
   * out. Where no first observation is left, episodes may start anywhere.
   */
  public static StartStates of(Transitions data) {
    int width = data.observationSize();
    float[] all = finite(data, IntStream.range(0, data.count()));
    float[] first = finite(data, Arrays.stream(data.starts()));
    return new StartStates(width, first.length == 0 ? all : first, all);
  }

  private static float[] finite(Transitions data, IntStream candidates) {
    int width = data.observationSize();
    int[] rows = candidates.filter(row -> isFinite(data, row)).toArray();
    float[] kept = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(data.observations(), rows[i] * width, kept, i * width, width);
    }
    return kept;
  }

  private static boolean isFinite(Transitions data, int row) {
    for (int i = row * data.observationSize(); i < (row + 1) * data.observationSize(); i++) {
      if (!Float.isFinite(data.observations()[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Rows drawn with replacement, row-major: the first {@code round(bufferShare · rows)} from the
   * buffer (from first states when it is empty), the others from first states.
   */
  float[] draw(int rows, double bufferShare, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long fromBuffer = buffer.length == 0 ? 0 : Math.round(bufferShare * rows);
    float[] drawn = new float[rows * observationSize];
    for (int i = 0; i < rows; i++) {
      float[] pool = i < fromBuffer ? buffer : first;
      int row = random.nextInt(pool.length / observationSize);
      System.arraycopy(pool, row * observationSize, drawn, i * observationSize, observationSize);
    }
    return drawn;
  }
}
