package io.mbmpo.learner.finetuning;

import io.mbmpo.learner.LearnerSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Where a fine-tuning stands, and its rules. A policy that is measured better than the best becomes
 * the best. One that is clearly worse is given up: back to the best, which is measured again (both
 * measures count), and on from there with half the bound on the KL. It is over after so many
 * iterations without a new best, or so many policies given up.
 *
 * @param theta policy to be measured next
 * @param best best policy so far, the first one to begin with
 * @param measured how good the best is; empty before the first measure
 * @param maxKl bound on the mean KL of the next step
 * @param sinceBest iterations since the best was found
 * @param reversions policies given up
 */
record Search(
    float[] theta,
    float[] best,
    Optional<Measure> measured,
    float maxKl,
    int sinceBest,
    int reversions) {
  private static final String BEST = "fine-tuning.best";
  private static final String SEARCH = "fine-tuning.search";

  static Search from(float[] theta, LearnerSettings.FineTuning rules) {
    return new Search(theta, theta, Optional.empty(), (float) rules.maxKl(), 0, 0);
  }

  /** What follows from a measure of {@link #theta}; none could be taken if it is empty. */
  Search after(Optional<Measure> taken, LearnerSettings.FineTuning rules) {
    if (taken.isEmpty()) {
      return new Search(theta, best, measured, maxKl, sinceBest + 1, reversions);
    }
    Measure now = taken.get();
    if (measured.isEmpty()) {
      return new Search(theta, theta, taken, maxKl, 0, reversions);
    }
    if (Arrays.equals(theta, best)) {
      Optional<Measure> both = Optional.of(measured.get().and(now));
      return new Search(theta, best, both, maxKl, sinceBest + 1, reversions);
    }
    if (now.mean() > measured.get().mean()) {
      return new Search(theta, theta, taken, maxKl, 0, reversions);
    }
    if (now.clearlyBelow(measured.get(), rules.standardErrors())) {
      return new Search(best, best, measured, maxKl / 2, sinceBest + 1, reversions + 1);
    }
    return new Search(theta, best, measured, maxKl, sinceBest + 1, reversions);
  }

  /** The same with another policy to be measured next. */
  Search to(float[] next) {
    return new Search(next, best, measured, maxKl, sinceBest, reversions);
  }

  boolean isOver(LearnerSettings.FineTuning rules) {
    return sinceBest >= rules.patience() || reversions >= rules.reversions();
  }

  /** All but {@link #theta}, for a checkpoint. */
  Map<String, float[]> arrays() {
    Measure measure = measured.orElse(new Measure(0, 0, 0));
    return Map.of(
        BEST,
        best,
        SEARCH,
        new float[] {
          measure.count(), measure.mean(), measure.squares(), maxKl, sinceBest, reversions
        });
  }

  static Search of(float[] theta, Map<String, float[]> arrays) {
    float[] kept = arrays.get(SEARCH);
    Optional<Measure> measured =
        kept[0] == 0 ? Optional.empty() : Optional.of(new Measure((int) kept[0], kept[1], kept[2]));
    return new Search(theta, arrays.get(BEST), measured, kept[3], (int) kept[4], (int) kept[5]);
  }
}
