package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.LearningStopped;
import io.mbmpo.learner.RandomStreams;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentRobotTest {
  private static final LearnerSettings.Real REAL = new LearnerSettings.Real(3, 1, 1, 20, 20);

  @TempDir Path folder;
  private final ToyEnvironments environments = new ToyEnvironments();
  private TransitionStore store;

  @BeforeEach
  void aStore() {
    store = new TransitionStore(folder.resolve("episodes.db"));
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private static RolloutPlan plan(long version, Exploration exploration, int horizon, int... ids) {
    List<RolloutPlan.Rollout> rollouts = new ArrayList<>();
    for (int id : ids) {
      rollouts.add(
          new RolloutPlan.Rollout("toy-run-i0001-e" + id, version, exploration, 100 + id, horizon));
    }
    return new RolloutPlan("toy-run", "toy", 1, 1, rollouts);
  }

  private List<Episode> sample(Environment environment, PolicySnapshot policy, RolloutPlan plan) {
    RunIdentity run = Toys.identity(environment);
    return new EnvironmentRobot(environment, store, run, () -> false)
        .sample(plan, policy == null ? List.of() : List.of(policy));
  }

  private static PolicySnapshot push(Environment environment) {
    return Toys.linear(Toys.identity(environment), 0, 1, 0.1);
  }

  @Test
  void randomActionsAreUniformAndForgetful() {
    Environment environment = environments.open(Toys.task("toy", false));
    Episode episode = sample(environment, null, plan(0, Exploration.RANDOM, 50_000, 1)).get(0);
    double square = 0;
    double lag = 0;
    float[] a = episode.actions();
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs(a[i])).isLessThanOrEqualTo(1);
      square += a[i] * a[i] / a.length;
      lag += i < 2 ? 0 : a[i] * a[i - 2] / a.length;
    }
    assertThat(square).isCloseTo(1 / 3.0, within(0.005));
    assertThat(lag).isCloseTo(0, within(0.005));
  }

  @Test
  void anEpisodeToItsHorizonHoldsEveryStateItWentThrough() {
    Environment environment = environments.open(Toys.task("toy", false));
    PolicySnapshot policy = push(environment);
    Episode episode =
        sample(environment, policy, plan(policy.version(), Exploration.DETERMINISTIC, 5, 1)).get(0);
    assertThat(episode.length()).isEqualTo(5);
    assertThat(episode.terminated()).isFalse();
    assertThat(episode.end()).isEqualTo("horizon");
    assertThat(episode.snapshotVersion()).isEqualTo(policy.version());
    assertThat(episode.configHash()).isEqualTo("hash");
    for (int t = 0; t < 5; t++) {
      assertThat(episode.observations()[2 * t + 2] - episode.observations()[2 * t])
          .isCloseTo(0.1f, within(1e-6f));
    }
  }

  @Test
  void aFallEndsTheEpisodeWithTheStateThatIsOne() {
    Environment environment = environments.open(Toys.task("toy", true));
    PolicySnapshot policy = push(environment);
    Episode episode =
        sample(environment, policy, plan(policy.version(), Exploration.DETERMINISTIC, 40, 1))
            .get(0);
    float[] s = episode.observations();
    int last = 2 * episode.length();
    assertThat(episode.terminated()).isTrue();
    assertThat(Math.max(s[last], s[last + 1])).isGreaterThanOrEqualTo(1.2f);
    assertThat(Math.max(s[last - 2], s[last - 1])).isLessThan(1.2f);
    assertThat(s).hasSize(last + 2);
  }

  @Test
  void aStepThatDivergesIsNotRecordedAndIsNoFall() {
    Environment environment = environments.open(Toys.task("fragile", false));
    PolicySnapshot policy = push(environment);
    Episode episode =
        sample(environment, policy, plan(policy.version(), Exploration.DETERMINISTIC, 40, 1))
            .get(0);
    assertThat(episode.end()).isEqualTo("diverged");
    assertThat(episode.terminated()).isFalse();
    assertThat(episode.observations()[2 * episode.length()]).isBetween(0.4f, 0.5f);
  }

  @Test
  void whatIsStoredIsNotRunAgainAndComesBackInThePlansOrder() {
    Environment environment = environments.open(Toys.task("toy", false));
    List<Episode> first = sample(environment, null, plan(0, Exploration.RANDOM, 10, 2));
    assertThat(environments.resets).hasValue(1);
    List<Episode> all = sample(environment, null, plan(0, Exploration.RANDOM, 10, 1, 2, 3));
    assertThat(environments.resets).hasValue(3);
    assertThat(all)
        .extracting(Episode::episodeId)
        .containsExactly("toy-run-i0001-e1", "toy-run-i0001-e2", "toy-run-i0001-e3");
    assertThat(all.get(1).actions()).isEqualTo(first.get(0).actions());
  }

  @Test
  void theSameSeedGivesTheSameEpisodeBitForBit() {
    Environment environment = environments.open(Toys.task("toy", false));
    PolicySnapshot policy = push(environment);
    RolloutPlan plan = plan(policy.version(), Exploration.GAUSSIAN, 10, 1);
    float[] once = sample(environment, policy, plan).get(0).observations();
    try (TransitionStore other = new TransitionStore(folder.resolve("other.db"))) {
      float[] again =
          new EnvironmentRobot(
                  environments.open(Toys.task("toy", false)),
                  other,
                  Toys.identity(environment),
                  () -> false)
              .sample(plan, List.of(policy))
              .get(0)
              .observations();
      assertThat(again).isEqualTo(once);
    }
  }

  @Test
  void aPlannerIsAskedForEveryActionWithTheNewestObservation() {
    Environment environment = environments.open(Toys.task("toy", false));
    RunIdentity run = Toys.identity(environment);
    RolloutPlan plan = run.plannedPlan(1, 2, REAL, new RandomStreams(1));
    List<Episode> episodes =
        new EnvironmentRobot(environment, store, run, () -> false)
            .plan(
                plan,
                (observation, action) -> {
                  action[0] = -observation[0];
                  action[1] = 0.5f;
                });
    assertThat(episodes).hasSize(2);
    for (Episode episode : episodes) {
      assertThat(episode.length()).isEqualTo(20);
      for (int t = 0; t < episode.length(); t++) {
        assertThat(episode.actions()[2 * t]).isEqualTo(-episode.observations()[2 * t]);
        assertThat(episode.actions()[2 * t + 1]).isEqualTo(0.5f);
      }
    }
  }

  @Test
  void askedToStopItKeepsTheEpisodesItHas() {
    Environment environment = environments.open(Toys.task("toy", false));
    RunIdentity run = Toys.identity(environment);
    RolloutPlan plan = run.randomPlan(REAL, new RandomStreams(1));
    EnvironmentRobot robot =
        new EnvironmentRobot(environment, store, run, () -> environments.resets.get() == 2);
    assertThatThrownBy(() -> robot.sample(plan, List.of())).isInstanceOf(LearningStopped.class);
    assertThat(store.ids("toy-run")).hasSize(2);
  }
}
