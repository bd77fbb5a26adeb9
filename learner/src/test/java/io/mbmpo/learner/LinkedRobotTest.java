package io.mbmpo.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedRobotTest {
  private static final RunIdentity RUN = ToyRun.identity();
  private static final RolloutPlan PLAN =
      RUN.randomPlan(ToyRun.settings(1).real(), new RandomStreams(1));

  @TempDir Path folder;
  private TransitionStore store;

  @BeforeEach
  void open() {
    store = new TransitionStore(folder.resolve("episodes.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private LinkedRobot robot(ToyRun.Link link, BooleanSupplier stop) {
    LinkedRobot robot = new LinkedRobot(link, store, RUN, stop, share -> {});
    robot.start();
    return robot;
  }

  private static Episode episode(RolloutPlan plan, RolloutPlan.Rollout rollout) {
    return ToyRun.episode(plan, rollout, null, ToyRun.GO1.hash());
  }

  @Test
  void episodesComeBackInThePlansOrderWhateverTheOrderOfArrival() {
    ToyRun.Link link =
        new ToyRun.Link() {
          @Override
          public void publish(RolloutPlan plan) {
            List<Episode> episodes = new ArrayList<>();
            plan.rollouts().forEach(rollout -> episodes.add(episode(plan, rollout)));
            Collections.reverse(episodes);
            episodes.forEach(listener::episodeReceived);
            episodes.forEach(listener::episodeReceived); // and once more
          }
        };
    assertThat(robot(link, () -> false).sample(PLAN, List.of()))
        .extracting(Episode::episodeId)
        .containsExactlyElementsOf(
            PLAN.rollouts().stream().map(RolloutPlan.Rollout::episodeId).toList());
  }

  @Test
  void aRefusedSnapshotOfThePlanEndsTheWaitWithItsReason() {
    PolicySnapshot snapshot = RUN.meta(1, 2, new float[0]);
    RolloutPlan plan =
        RUN.plan(1, List.of(), snapshot, ToyRun.settings(1).real(), new RandomStreams(1));
    ToyRun.Link link =
        new ToyRun.Link() {
          @Override
          public void publish(RolloutPlan published) {
            listener.snapshotReported(refused(snapshot.version() - 1, "an old one, not ours"));
            listener.snapshotReported(refused(snapshot.version(), "log sigma is absurd"));
          }
        };
    assertThatThrownBy(() -> robot(link, () -> false).sample(plan, List.of(snapshot)))
        .isInstanceOf(RobotRefusal.class)
        .hasMessageContainingAll("iteration 1", "log sigma is absurd");
  }

  @Test
  void anEpisodeOfARobotConfiguredOtherwiseIsAnError() {
    ToyRun.Link link =
        new ToyRun.Link() {
          @Override
          public void publish(RolloutPlan plan) {
            plan.rollouts()
                .forEach(r -> listener.episodeReceived(ToyRun.episode(plan, r, null, "c0ffee")));
          }
        };
    assertThatThrownBy(() -> robot(link, () -> false).sample(PLAN, List.of()))
        .isInstanceOf(RobotRefusal.class)
        .hasMessageContainingAll("c0ffee", ToyRun.GO1.hash(), "same robot-configs");
  }

  @Test
  void aStopEndsTheWaitAndKeepsWhatCame() {
    ToyRun.Link link =
        new ToyRun.Link() {
          @Override
          public void publish(RolloutPlan plan) {
            listener.episodeReceived(episode(plan, plan.rollouts().get(0)));
          }
        };
    assertThatThrownBy(() -> robot(link, () -> true).sample(PLAN, List.of()))
        .isInstanceOf(LearningStopped.class);
    assertThat(store.ids(RUN.runId())).hasSize(1);
  }

  @Test
  void anEpisodeThatCannotBeStoredIsNotAcknowledged() {
    ToyRun.Link link = new ToyRun.Link();
    robot(link, () -> false);
    store.close();
    // What the listener throws withholds the receipt: the robot keeps the episode and sends again.
    assertThatThrownBy(() -> link.listener.episodeReceived(episode(PLAN, PLAN.rollouts().get(0))))
        .isInstanceOf(RuntimeException.class);
  }

  private static SnapshotReport refused(long version, String reason) {
    return new SnapshotReport(
        RUN.runId(), version, new byte[32], SnapshotReport.Outcome.REFUSED, reason);
  }
}
