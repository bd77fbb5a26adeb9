package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.robotconfigs.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MetaOptimizerTest {
  private final Task task = new Fixtures.PointTask(2);
  private final List<DynamicsModel> models =
      List.of(
          Fixtures.pointModel(0.2f, 0.02f, 5),
          Fixtures.pointModel(0.15f, -0.02f, 5),
          Fixtures.pointModel(0.25f, 0.0f, 5));
  private final StartStates starts = Fixtures.starts(task, 1);
  private final Workers workers = new Workers(2);

  @AfterEach
  void close() {
    workers.close();
    models.forEach(DynamicsModel::close);
  }

  private MetaOptimizer optimizer(double innerStep, Workers on) {
    return new MetaOptimizer(task, Fixtures.settings(List.of(), Fixtures.meta(innerStep)), on);
  }

  @Test
  void metaStepsRaiseTheImaginedReturnWithinTheTrustRegion() {
    try (MetaOptimizer optimizer = optimizer(0.1, workers)) {
      float[] theta = optimizer.initialParameters(1);
      MetaStep first = null;
      MetaStep last = null;
      int accepted = 0;
      for (int i = 0; i < 25; i++) {
        last = optimizer.step(theta, models, starts, i);
        first = first == null ? last : first;
        theta = last.theta();
        assertThat(last.kl()).isLessThanOrEqualTo(0.02);
        assertThat(last.adaptationKl()).isPositive().isLessThanOrEqualTo(0.1);
        accepted += last.accepted() ? 1 : 0;
      }
      assertThat(accepted).isGreaterThan(20);
      assertThat(last.imaginedReturnBefore())
          .as("15 steps are worth at most 15, standing still %s", first.imaginedReturnBefore())
          .isGreaterThan(first.imaginedReturnBefore() + 2);
    }
  }

  @Test
  void withoutAnInnerStepItIsPlainTrustRegionOptimization() {
    try (MetaOptimizer optimizer = optimizer(0, workers)) {
      float[] theta = optimizer.initialParameters(1);
      MetaStep step = optimizer.step(theta, models, starts, 3);
      assertThat(step.accepted()).isTrue();
      assertThat(step.adaptationKl()).isZero();
      assertThat(step.unadapted()).isZero();
      assertThat(step.imaginedReturnBefore()).isEqualTo(step.imaginedReturnAfter());
      assertThat(optimizer.adapt(theta, models, starts, 3)).allMatch(t -> equal(t, theta));
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsOnOneThreadAndOnTwo() {
    try (Workers one = new Workers(1);
        MetaOptimizer single = optimizer(0.1, one);
        MetaOptimizer pair = optimizer(0.1, workers)) {
      float[] theta = single.initialParameters(7);
      float[] other = theta;
      for (int i = 0; i < 3; i++) {
        theta = single.step(theta, models, starts, i).theta();
        other = pair.step(other, models, starts, i).theta();
        assertThat(theta).isEqualTo(other);
      }
      assertThat(pair.step(theta, models, starts, 1).theta())
          .isNotEqualTo(pair.step(theta, models, starts, 2).theta());
    }
  }

  @Test
  void everyTaskGetsItsOwnAdaptedPolicy() {
    try (MetaOptimizer optimizer = optimizer(0.1, workers)) {
      float[] theta = optimizer.initialParameters(1);
      List<float[]> adapted = optimizer.adapt(theta, models, starts, 4);
      assertThat(adapted).hasSize(3).noneMatch(t -> equal(t, theta));
      assertThat(adapted.get(0)).isNotEqualTo(adapted.get(1));
    }
  }

  @Test
  void anInnerStepTooLongIsShortenedToTheBoundOnItsKl() {
    try (MetaOptimizer optimizer = optimizer(50, workers)) {
      MetaStep step = optimizer.step(optimizer.initialParameters(1), models, starts, 4);
      assertThat(step.unadapted()).isZero();
      assertThat(step.innerStep()).isLessThan(50).isPositive();
      assertThat(step.adaptationKl()).isLessThanOrEqualTo(0.1).isGreaterThan(0.03);
    }
  }

  @Test
  void aModelThatPredictsNaNLeavesThePolicyAsItWas() {
    try (DynamicsModel broken = Fixtures.pointModel(Float.NaN, 0, 5);
        MetaOptimizer optimizer = optimizer(0.1, workers)) {
      float[] theta = optimizer.initialParameters(1);
      MetaStep step = optimizer.step(theta, List.of(broken), starts, 4);
      assertThat(step.outcome()).isEqualTo(MetaStep.Outcome.NO_GRADIENT);
      assertThat(step.theta()).isEqualTo(theta);
      assertThat(step.terminatedShare()).isEqualTo(1);
      assertThat(optimizer.adapt(theta, List.of(broken), starts, 4).get(0)).isEqualTo(theta);
    }
  }

  @Test
  void explorationIsKeptAlive() {
    LearnerSettings.Meta m = Fixtures.meta(0.1);
    LearnerSettings.Meta floor =
        new LearnerSettings.Meta(
            m.hidden(), 0.5, 0.5, 0.1, 0.1, 10, 1, 20, 15, 0.5, 0.99, 0.95, 0.05, 10, 1, 1e-5, 15);
    try (MetaOptimizer optimizer =
        new MetaOptimizer(task, Fixtures.settings(List.of(), floor), workers)) {
      float[] theta = optimizer.initialParameters(1);
      for (int i = 0; i < 5; i++) {
        MetaStep step = optimizer.step(theta, models, starts, i);
        theta = step.theta();
        assertThat(step.kl()).isLessThanOrEqualTo(0.05);
        assertThat((double) theta[theta.length - 1]).isGreaterThanOrEqualTo(Math.log(0.5) - 1e-6);
        assertThat((double) theta[theta.length - 2]).isGreaterThanOrEqualTo(Math.log(0.5) - 1e-6);
      }
    }
  }

  @Test
  void firstActionsAreNearZeroWithTheSetSpread() {
    try (MetaOptimizer optimizer = optimizer(0.1, workers)) {
      float[] theta = optimizer.initialParameters(1);
      assertThat(theta).isEqualTo(optimizer.initialParameters(1));
      assertThat(theta).isNotEqualTo(optimizer.initialParameters(2));
      assertThat((double) theta[theta.length - 1]).isCloseTo(Math.log(0.5), within(1e-6));
      PolicyShape shape = PolicyShape.of(task, Fixtures.meta(0.1));
      double[] wide = new double[theta.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = theta[i];
      }
      double[] mean = new DoublePolicy(task, shape).mean(wide, new double[] {1, -1});
      assertThat(Arrays.stream(mean)).allMatch(a -> Math.abs(a) < 0.05);
    }
  }

  @Test
  void parametersOfAnotherShapeOrNotFiniteAreRefused() {
    try (MetaOptimizer optimizer = optimizer(0.1, workers)) {
      float[] theta = optimizer.initialParameters(1);
      assertThatThrownBy(() -> optimizer.step(new float[3], models, starts, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("θ has 3 values")
          .hasMessageContaining("[2, 8, 8, 2]");
      theta[5] = Float.NaN;
      assertThatThrownBy(() -> optimizer.adapt(theta, models, starts, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("θ[5] is NaN");
      theta[5] = 0;
      assertThatThrownBy(() -> optimizer.step(theta, List.of(), starts, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no dynamics model");
    }
  }

  /** A leaked set of rollouts is about 0.8 MB a step here, so 100 steps would show 80 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void nativeMemoryDoesNotGrowWithSteps() throws IOException {
    LearnerSettings.Meta m = Fixtures.meta(0.1);
    LearnerSettings.Meta large =
        new LearnerSettings.Meta(
            m.hidden(), 0.5, 0.1, 0.1, 0.1, 10, 1, 200, 20, 0.5, 0.99, 0.95, 0.02, 2, 1, 1e-5, 2);
    try (MetaOptimizer optimizer =
        new MetaOptimizer(task, Fixtures.settings(List.of(), large), workers)) {
      float[] theta = optimizer.initialParameters(1);
      for (int i = 0; i < 20; i++) {
        optimizer.step(theta, models, starts, i);
      }
      long before = residentKilobytes();
      for (int i = 0; i < 100; i++) {
        optimizer.step(theta, models, starts, i);
      }
      assertThat(residentKilobytes() - before).isLessThan(40_000);
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static boolean equal(float[] x, float[] y) {
    return Arrays.equals(x, y);
  }
}
