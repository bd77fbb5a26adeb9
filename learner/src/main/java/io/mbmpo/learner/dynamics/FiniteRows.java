package io.mbmpo.learner.dynamics;

import io.mbmpo.learner.data.Transitions;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves out the odd transition with NaN or infinity, and refuses data with many of them. */
final class FiniteRows {
  private static final Logger log = LoggerFactory.getLogger(FiniteRows.class);
  private static final double MOST_DROPPED = 0.01;

  private FiniteRows() {}

  /**
   * The transitions that are finite, without their starts when some are left out.
   *
   * @throws IllegalArgumentException for no data, or more than 1 % of them not finite
   */
  static Transitions of(Transitions data) {
    if (data.count() == 0) {
      throw new IllegalArgumentException("no transitions to fit the dynamics models to");
    }
    int[] kept = IntStream.range(0, data.count()).filter(row -> finite(data, row)).toArray();
    int dropped = data.count() - kept.length;
    if (dropped == 0) {
      return data;
    }
    if (dropped > MOST_DROPPED * data.count()) {
      throw new IllegalArgumentException(
          "%d of %d transitions hold NaN or infinity; check the robot's sensors and the episodes in the store"
              .formatted(dropped, data.count()));
    }
    log.warn("left out {} of {} transitions with NaN or infinity", dropped, data.count());
    return new Transitions(
        data.observationSize(),
        data.actionSize(),
        rows(data.observations(), kept, data.observationSize()),
        rows(data.actions(), kept, data.actionSize()),
        rows(data.nextObservations(), kept, data.observationSize()),
        new int[0]);
  }

  /** Also false where the difference of two finite states is not a float. */
  private static boolean finite(Transitions data, int row) {
    for (int i = row * data.observationSize(); i < (row + 1) * data.observationSize(); i++) {
      if (!Float.isFinite(data.nextObservations()[i] - data.observations()[i])) {
        return false;
      }
    }
    for (int i = row * data.actionSize(); i < (row + 1) * data.actionSize(); i++) {
      if (!Float.isFinite(data.actions()[i])) {
        return false;
      }
    }
    return true;
  }

  private static float[] rows(float[] values, int[] kept, int width) {
    float[] copy = new float[kept.length * width];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(values, kept[i] * width, copy, i * width, width);
    }
    return copy;
  }
}
