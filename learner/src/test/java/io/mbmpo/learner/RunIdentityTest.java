package io.mbmpo.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
  private static final RunIdentity RUN = ToyRun.identity();
  private static final LearnerSettings.Real REAL = ToyRun.settings(1).real();

  private static RolloutPlan plan(int iteration, long seed) {
    List<PolicySnapshot> adapted = RUN.adapted(iteration, List.of(new float[1], new float[1]));
    return RUN.plan(
        iteration, adapted, RUN.meta(iteration, 2, new float[1]), REAL, new RandomStreams(seed));
  }

  @Test
  void theAdaptedPoliciesExploreAndTheMetaPolicyReports() {
    assertThat(plan(3, 1).rollouts())
        .extracting(RolloutPlan.Rollout::exploration)
        .containsExactly(Exploration.GAUSSIAN, Exploration.GAUSSIAN, Exploration.DETERMINISTIC);
    assertThat(plan(3, 1).rollouts())
        .extracting(RolloutPlan.Rollout::episodeId)
        .containsExactly("toy-i0003-e0000", "toy-i0003-e0001", "toy-i0003-e0002");
  }

  @Test
  void askedAgainItAsksTheSame() {
    assertThat(plan(3, 1)).isEqualTo(plan(3, 1));
    assertThat(plan(3, 1).rollouts().get(0).seed())
        .isNotEqualTo(plan(3, 2).rollouts().get(0).seed());
  }

  @Test
  void versionsRiseWithinAnIterationAndOverIterations() {
    PolicySnapshot first = RUN.adapted(1, List.of(new float[1])).get(0);
    PolicySnapshot meta = RUN.meta(1, 1, new float[1]);
    assertThat(List.of(first.version(), meta.version(), plan(1, 1).version()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(RUN.meta(2, 0, new float[1]).version()).isGreaterThan(plan(1, 1).version());
  }

  @Test
  void aSnapshotCarriesTheRobotsConfigurationAndTheTasksScaling() {
    PolicySnapshot meta = RUN.meta(1, 1, new float[] {5});
    assertThat(meta.configHash()).isEqualTo(ToyRun.GO1.hash());
    assertThat(meta.layerSizes())
        .containsExactly(ToyRun.TASK.observationSize(), 4, ToyRun.TASK.actionSize());
    assertThat(meta.observationScale()).isEqualTo(ToyRun.TASK.observationScale());
    assertThat(meta.actionCenterRad()[1]).isEqualTo((float) ToyRun.GO1.joints().get(1).stanceRad());
  }
}
