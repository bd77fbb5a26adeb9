package io.mbmpo.learner.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.policy.CandidateReturns;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.learner.tensors.Workers;
import io.mbmpo.learner.toy.PointTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

class RandomShootingTest {
  private final LearnerSettings settings =
      LearnerProfiles.load("quick", Map.of("model.hidden", "[]", "planning.horizon", "1"));
  private final CandidateReturns candidates =
      new CandidateReturns(new PointTask(9), settings, Device.CPU, 500);
  private final Workers workers = new Workers(2);
  private final DynamicsModel still = model(0);
  private final DynamicsModel east = model(0.3f);
  private final DynamicsModel west = model(-0.3f);

  @AfterEach
  void close() {
    still.close();
    east.close();
    west.close();
    workers.close();
    candidates.close();
  }

  /** s′ = s + 0.3 a + (wind, 0). */
  private static DynamicsModel model(float wind) {
    return new DynamicsModel(
        List.of(NativeFloats.matrix(new float[] {0, 0, 0, 0, 0.3f, 0, 0, 0.3f}, 2)),
        List.of(TFloat32.vectorOf(wind, 0)),
        TFloat32.vectorOf(0, 0, 0, 0),
        TFloat32.vectorOf(1, 1, 1, 1),
        TFloat32.vectorOf(0, 0),
        TFloat32.vectorOf(1, 1),
        TFloat32.vectorOf(-9, -9),
        TFloat32.vectorOf(9, 9));
  }

  private float[] plan(List<DynamicsModel> models, float... observation) {
    float[] action = new float[2];
    new RandomShooting(candidates, 2, models, workers, 4).action(observation, action);
    return action;
  }

  @Test
  void itPushesThePointToTheOrigin() {
    assertThat(plan(List.of(still), 0.9f, -0.9f))
        .containsExactly(new float[] {-1, 1}, within(0.2f));
    assertThat(plan(List.of(still), 0.15f, 0))
        .containsExactly(new float[] {-0.5f, 0}, within(0.2f));
  }

  @Test
  void severalModelsAreAveraged() {
    assertThat(plan(List.of(east), 0, 0)[0]).isCloseTo(-1, within(0.2f));
    assertThat(plan(List.of(west), 0, 0)[0]).isCloseTo(1, within(0.2f));
    assertThat(plan(List.of(east, west), 0, 0)).containsExactly(new float[2], within(0.25f));
  }

  @Test
  void aDecisionDependsOnTheObservationOnly() {
    RandomShooting planner = new RandomShooting(candidates, 2, List.of(still), workers, 4);
    float[] first = new float[2];
    float[] between = new float[2];
    float[] again = new float[2];
    planner.action(new float[] {0.5f, 0.1f}, first);
    planner.action(new float[] {0.5f, 0.2f}, between);
    planner.action(new float[] {0.5f, 0.1f}, again);
    assertThat(again).isEqualTo(first).isNotEqualTo(between);
  }

  @Test
  void anObservationThatIsNotFiniteStillGetsAnActionWithinItsLimits() {
    for (float action : plan(List.of(still), Float.NaN, 0)) {
      assertThat(action).isBetween(-1f, 1f);
    }
  }
}
