package io.mbmpo.learner.policy;

import io.mbmpo.learner.data.Transitions;
import java.util.SplittableRandom;

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

  /** First observations of all episodes, and all observations. */
  public static StartStates of(Transitions data) {
    int width = data.observationSize();
    float[] first = new float[data.starts().length * width];
    for (int i = 0; i < data.starts().length; i++) {
      System.arraycopy(data.observations(), data.starts()[i] * width, first, i * width, width);
    }
    return new StartStates(width, first, data.observations());
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
