package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.data.Transitions;
import io.mbmpo.learner.dynamics.DynamicsEnsemble;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What a run of 200 iterations does to native memory. The garbage collector frees a tensor that was
 * forgotten, some day; so open native objects are counted, too: each iteration must close its own.
 */
class NativeMemoryTest {
  private static final List<Integer> HIDDEN = List.of(128, 128);
  private static final int WARM_UP = 20;
  private static final int ITERATIONS = 200;
  private static final long MOST_GROWTH = 32L << 20;

  private final Fixtures.PointTask task = new Fixtures.PointTask(3);

  private static LearnerSettings settings() {
    LearnerSettings.Meta meta =
        new LearnerSettings.Meta(
            List.of(8, 8), 0.5, 0.1, 0.1, 0.1, 10, 1, 50, 10, 0.5, 0.99, 0.95, 0.02, 3, 1, 1e-5, 3);
    return Fixtures.settings(
        new LearnerSettings.Model(2, HIDDEN, 1e-3, 200, 0.8, 2, 5, 0.99), meta);
  }

  private Transitions data() {
    int rows = 50_000;
    Random random = new Random(1);
    float[] s = Fixtures.normal(random, 2 * rows, 0, 1);
    float[] a = Fixtures.normal(random, 2 * rows, 0, 1);
    float[] next = new float[s.length];
    for (int i = 0; i < s.length; i++) {
      next[i] = s[i] + 0.1f * Math.max(-1, Math.min(1, a[i]));
    }
    return new Transitions(2, 2, s, a, next, new int[] {0});
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void residentMemoryStaysBoundedOverTwoHundredIterations() throws IOException {
    Transitions data = data();
    StartStates starts = Fixtures.starts(task, 1);
    long resident = 0;
    try (Workers workers = new Workers(2);
        DynamicsEnsemble ensemble = new DynamicsEnsemble(2, 2, settings().model(), workers, 1);
        MetaOptimizer optimizer = new MetaOptimizer(task, settings(), workers)) {
      float[] theta = optimizer.initialParameters(1);
      for (int i = 0; i < WARM_UP + ITERATIONS; i++) {
        if (i == WARM_UP) {
          resident = residentBytes();
        }
        long open = Pointer.totalCount();
        theta = iterate(ensemble, optimizer, theta, data, starts, i);
        if (i >= WARM_UP) {
          assertThat(Pointer.totalCount())
              .as("native objects open after iteration %d", i)
              .isLessThanOrEqualTo(open);
        }
      }
      assertThat(residentBytes() - resident).isLessThan(MOST_GROWTH);
    }
  }

  private static float[] iterate(
      DynamicsEnsemble ensemble,
      MetaOptimizer optimizer,
      float[] theta,
      Transitions data,
      StartStates starts,
      int seed) {
    ensemble.fit(data, seed, done -> {});
    ensemble.disagreement(new float[200], new float[200]);
    List<DynamicsModel> models = ensemble.models();
    float[] next = theta;
    for (int step = 0; step < 2; step++) {
      next = optimizer.step(next, models, starts, 2L * seed + step).theta();
    }
    models.forEach(DynamicsModel::close);
    return next;
  }

  private static long residentBytes() throws IOException {
    System.gc();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4096;
  }
}
