package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.dynamics.DynamicsModel;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.NativeFloats;
import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

class RealRolloutsTest {
  private static final int EPISODES = 20;
  private static final int HORIZON = 15;

  private final Task task = new Fixtures.PointTask(2);
  private final LearnerSettings settings =
      Fixtures.really(
          Fixtures.settings(List.of(), Fixtures.meta(0)),
          new LearnerSettings.Real(1, 1, 1, HORIZON, HORIZON));
  private final PolicyShape shape = PolicyShape.of(task, settings.meta());
  private final float[] theta = theta();

  private float[] theta() {
    float[] theta = Fixtures.normal(new Random(1), shape.parameterCount(), 0, 0.3);
    Arrays.fill(theta, theta.length - 2, theta.length, -0.5f);
    return theta;
  }

  private List<Episode> episodes() {
    return RealEpisodes.of(task, shape, theta, EPISODES, HORIZON, 6);
  }

  /** An episode's first steps only. */
  private static Episode cut(Episode e, int steps) {
    return RealEpisodes.episode(
        e.episodeId(),
        e.exploration(),
        Arrays.copyOf(e.observations(), 2 * steps + 2),
        Arrays.copyOf(e.actions(), 2 * steps),
        false);
  }

  @Test
  void whatWasImaginedIsJudgedTheSameWhenItIsCalledReal() {
    try (DynamicsModel model = Fixtures.pointModel(0.2f, 0.02f, 5);
        Imagination imagination = new Imagination(task, settings, Device.CPU);
        RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, EPISODES);
        TFloat32 parameters = NativeFloats.vector(theta);
        Rollouts imagined =
            Fixtures.imagine(
                imagination,
                model,
                parameters,
                Fixtures.starts(task, 2).draw(EPISODES, 0.5, 3),
                5);
        Rollouts real = judgement.of(theta, recorded(imagined)).orElseThrow()) {
      assertThat(NativeFloats.values(real.alive()))
          .isEqualTo(NativeFloats.values(imagined.alive()))
          .contains(0f);
      for (int i = 0; i < 6; i++) {
        assertThat(NativeFloats.values(real.sample(i)))
            .as("tensor %d", i)
            .containsExactly(NativeFloats.values(imagined.sample(i)), within(2e-4f));
      }
      assertThat(NativeFloats.values(real.rewards()))
          .containsExactly(NativeFloats.values(imagined.rewards()), within(1e-5f));
      assertThat(real.terminatedShare())
          .isCloseTo(imagined.terminatedShare(), within(1e-6))
          .isBetween(0.05, 0.95);
    }
  }

  /**
   * Imagined episodes as a robot would have recorded them: s′ of the last step follows the model.
   */
  private List<Episode> recorded(Rollouts imagined) {
    DoublePolicy.Samples s = DoublePolicy.Samples.of(imagined, task);
    float[] alive = NativeFloats.values(imagined.alive());
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < EPISODES; i++) {
      int length = 0;
      while (length < HORIZON && alive[length * EPISODES + i] == 1) {
        length++;
      }
      float[] observations = new float[2 * length + 2];
      float[] actions = new float[2 * length];
      for (int t = 0; t < length; t++) {
        for (int j = 0; j < 2; j++) {
          observations[2 * t + j] = (float) s.observations()[t * EPISODES + i][j];
          actions[2 * t + j] = (float) s.actions()[t * EPISODES + i][j];
          observations[2 * t + 2 + j] =
              observations[2 * t + j]
                  + 0.2f * Math.max(-1, Math.min(1, actions[2 * t + j]))
                  + 0.02f;
        }
      }
      episodes.add(
          RealEpisodes.episode("e" + i, Exploration.GAUSSIAN, observations, actions, false));
    }
    return episodes;
  }

  @Test
  void anEpisodeThatWasCutCountsAsFarAsItGoesAndIsNoFall() {
    Task endless = new Fixtures.PointTask(1e3);
    List<Episode> cut = new ArrayList<>();
    List<Episode> whole = RealEpisodes.of(endless, shape, theta, EPISODES, HORIZON, 6);
    for (int i = 0; i < EPISODES; i++) {
      cut.add(cut(whole.get(i), i % (HORIZON + 1)));
    }
    try (RealRollouts judgement = new RealRollouts(endless, settings, Device.CPU, EPISODES);
        Rollouts real = judgement.of(theta, cut).orElseThrow()) {
      assertThat(real.terminatedShare()).isZero();
      float[] weights = NativeFloats.values(real.sample(5));
      float[] advantages = NativeFloats.values(real.sample(4));
      double mean = 0;
      double squares = 0;
      int steps = cut.stream().mapToInt(Episode::length).sum();
      for (int row = 0; row < weights.length; row++) {
        boolean there = row / EPISODES < cut.get(row % EPISODES).length();
        assertThat((double) weights[row]).isCloseTo(there ? 1.0 / steps : 0, within(1e-7));
        assertThat(there || advantages[row] == 0).isTrue();
        mean += weights[row] * advantages[row];
        squares += weights[row] * advantages[row] * advantages[row];
      }
      assertThat(mean).isCloseTo(0, within(1e-5));
      assertThat(squares).isCloseTo(1, within(1e-4));
      assertThat(real.rows()).hasSize(steps);
      double[] returns = real.returns();
      assertThat(returns[0]).isZero();
      assertThat(returns[7]).isNotZero();
    }
  }

  @Test
  void onlyEpisodesInWhichThePolicyExploredAreLearnedFrom() {
    List<Episode> mixed = new ArrayList<>(episodes().subList(0, 5));
    int steps = mixed.stream().mapToInt(Episode::length).sum();
    Episode report = mixed.get(0);
    mixed.add(
        RealEpisodes.episode(
            "report", Exploration.DETERMINISTIC, report.observations(), report.actions(), false));
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, EPISODES);
        Rollouts real = judgement.of(theta, mixed).orElseThrow()) {
      assertThat(real.rows()).hasSize(steps);
    }
  }

  @Test
  void anEpisodeCountsUpToItsFirstValueThatIsNotFinite() {
    Task endless = new Fixtures.PointTask(1e3);
    List<Episode> whole = RealEpisodes.of(endless, shape, theta, 4, HORIZON, 6);
    whole.get(0).observations()[0] = Float.NaN;
    whole.get(1).observations()[2 * 4] = Float.POSITIVE_INFINITY;
    whole.get(2).actions()[2 * 5 + 1] = Float.NaN;
    try (RealRollouts judgement = new RealRollouts(endless, settings, Device.CPU, EPISODES);
        Rollouts real = judgement.of(theta, whole).orElseThrow()) {
      assertThat(real.rows()).hasSize(3 + 5 + HORIZON);
      for (int i = 0; i < 6; i++) {
        for (float value : NativeFloats.values(real.sample(i))) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  void thereIsNothingToLearnFromEpisodesThatAreEmptyOrEquallyGood() {
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, EPISODES)) {
      assertThat(judgement.of(theta, List.of())).isEmpty();
      Episode empty = cut(episodes().get(0), 0);
      assertThat(judgement.of(theta, List.of(empty, empty))).isEmpty();
      List<Episode> broken = episodes();
      broken.forEach(e -> Arrays.fill(e.observations(), Float.NaN));
      assertThat(judgement.of(theta, broken)).isEmpty();
      Episode one = episodes().get(0);
      assertThat(judgement.of(theta, List.of(one, one, one))).isEmpty();
    }
  }

  @Test
  void constantObservationsStillGiveFiniteSamples() {
    List<Episode> still = episodes();
    still.forEach(e -> Arrays.fill(e.observations(), 0.25f));
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, EPISODES);
        Rollouts real = judgement.of(theta, still).orElseThrow()) {
      for (int i = 0; i < 6; i++) {
        for (float value : NativeFloats.values(real.sample(i))) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  void episodesThatThereIsNoRoomForAreRefused() {
    try (RealRollouts judgement = new RealRollouts(task, settings, Device.CPU, 2)) {
      List<Episode> three = episodes().subList(0, 3);
      assertThatThrownBy(() -> judgement.of(theta, three))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is room for 2 episodes of 15 steps");
      assertThatThrownBy(() -> judgement.of(new float[] {Float.NaN}, three))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("θ has 1 values");
    }
  }
}
