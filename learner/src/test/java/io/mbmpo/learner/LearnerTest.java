package io.mbmpo.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.checkpoint.CheckpointException;
import io.mbmpo.learner.checkpoint.CheckpointFolder;
import io.mbmpo.learner.data.TransitionStore;
import io.mbmpo.learner.tensors.Compute;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alg. 1 with all its parts but the robot. */
class LearnerTest {
  private static final int ITERATIONS = 3;
  @TempDir Path folder;

  private PolicySnapshot learn(String name, ToyRun.Link link, Consumer<IterationReport> reports) {
    return learner(name, Method.MB_MPO, Map.of()).run(link, () -> false, reports);
  }

  private Learner learner(String name, Method method, Map<String, String> more) {
    Path run = folder.resolve(name);
    return new Learner(
        ToyRun.identity(),
        ToyRun.settings(ITERATIONS, more),
        method,
        7,
        run.resolve("episodes.db"),
        new CheckpointFolder(run.resolve("checkpoints"), "toy", 3),
        new Compute(2, Device.CPU));
  }

  private byte[] digest(String name) {
    try (TransitionStore store = new TransitionStore(folder.resolve(name).resolve("episodes.db"))) {
      return store.digest("toy");
    }
  }

  @Test
  void everyIterationAsksForItsEpisodesAndReports() {
    ToyRun.Link link = new ToyRun.Link();
    List<IterationReport> reports = new ArrayList<>();
    PolicySnapshot best = learn("plain", link, reports::add);
    assertThat(link.plans).hasSize(ITERATIONS);
    assertThat(reports).extracting(IterationReport::iteration).containsExactly(0, 1, 2);
    assertThat(reports).extracting(r -> r.episodes().size()).containsExactly(2, 3, 3);
    assertThat(reports).extracting(IterationReport::realSteps).containsExactly(20L, 50L, 80L);
    assertThat(reports.get(ITERATIONS - 1).theta()).isEqualTo(best.parameters());
    assertThat(link.snapshots.get(link.snapshots.size() - 1)).isSameAs(best);
    assertThat(best.iteration()).isEqualTo(ITERATIONS);
    assertThat(link.snapshots)
        .extracting(PolicySnapshot::version)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutAdaptationThePolicyItselfExploresAsOftenAsTheAdaptedOnesWould() {
    ToyRun.Link link = new ToyRun.Link();
    learner("plain", Method.MB_MPO, Map.of("meta.innerStep", "0"))
        .run(link, () -> false, report -> {});
    assertThat(link.plans.get(1).rollouts())
        .extracting(RolloutPlan.Rollout::exploration)
        .containsExactly(Exploration.GAUSSIAN, Exploration.GAUSSIAN, Exploration.DETERMINISTIC);
    assertThat(link.plans.get(1).rollouts())
        .extracting(RolloutPlan.Rollout::snapshotVersion)
        .containsOnly(link.snapshots.get(0).version());
    assertThat(link.snapshots).hasSize(ITERATIONS);
  }

  private Learner from(String name, float[] theta) {
    Path run = folder.resolve(name);
    return Learner.from(
        theta,
        ToyRun.identity(),
        ToyRun.settings(ITERATIONS),
        8,
        run.resolve("episodes.db"),
        new CheckpointFolder(run.resolve("checkpoints"), "toy", 3),
        new Compute(2, Device.CPU));
  }

  @Test
  void aRunFromAPolicyLetsItExploreFirstAndThenAdaptsItAsEver() {
    float[] theta = learn("elsewhere", new ToyRun.Link(), report -> {}).parameters();
    ToyRun.Link link = new ToyRun.Link();
    PolicySnapshot best = from("from", theta).run(link, () -> false, report -> {});
    assertThat(link.snapshots.get(0).parameters()).isEqualTo(theta);
    assertThat(link.plans).hasSize(ITERATIONS);
    assertThat(link.plans.get(0).rollouts())
        .extracting(RolloutPlan.Rollout::exploration)
        .containsExactly(Exploration.GAUSSIAN, Exploration.GAUSSIAN, Exploration.DETERMINISTIC);
    assertThat(link.plans.get(0).rollouts())
        .extracting(RolloutPlan.Rollout::snapshotVersion)
        .containsOnly(link.snapshots.get(0).version());
    assertThat(link.plans.get(1).rollouts())
        .extracting(RolloutPlan.Rollout::snapshotVersion)
        .doesNotContain(link.snapshots.get(0).version())
        .doesNotHaveDuplicates();
    assertThat(best.parameters()).isNotEqualTo(theta);
  }

  @Test
  void aRunFromAPolicyThatIsCutOffGoesOnToTheSamePolicy() {
    float[] theta = learn("elsewhere", new ToyRun.Link(), report -> {}).parameters();
    PolicySnapshot whole = from("whole", theta).run(new ToyRun.Link(), () -> false, report -> {});
    assertThatThrownBy(
            () ->
                from("cut", theta)
                    .run(
                        new ToyRun.Link(),
                        () -> false,
                        report -> {
                          if (report.iteration() == 1) {
                            throw new IllegalStateException("power cut");
                          }
                        }))
        .hasMessage("power cut");
    PolicySnapshot resumed = from("cut", theta).run(new ToyRun.Link(), () -> false, report -> {});
    assertThat(resumed.parameters()).isEqualTo(whole.parameters());
  }

  @Test
  void aPolicyOfOtherLayersIsNotBegunWith() {
    assertThatThrownBy(
            () -> from("other", new float[3]).run(new ToyRun.Link(), () -> false, report -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 3 parameters; meta.hidden [4] asks for");
  }

  @Test
  void aRunGoesOnWithTheMethodItWasBegunWithOnly() {
    learn("plain", new ToyRun.Link(), report -> {});
    assertThatThrownBy(
            () ->
                learner("plain", Method.TRPO, Map.of())
                    .run(new ToyRun.Link(), () -> false, report -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("run toy was begun with mb-mpo and cannot go on with trpo");
  }

  @Test
  void cutOffAfterAnyIterationAndResumedItLearnsWhatItWouldHaveLearned() {
    PolicySnapshot whole = learn("whole", new ToyRun.Link(), report -> {});
    for (int last = 0; last < ITERATIONS - 1; last++) {
      String name = "cut-" + last;
      int at = last;
      assertThatThrownBy(
              () ->
                  learn(
                      name,
                      new ToyRun.Link(),
                      report -> {
                        if (report.iteration() == at + 1) {
                          throw new IllegalStateException("power cut");
                        }
                      }))
          .hasMessage("power cut");
      PolicySnapshot resumed = learn(name, new ToyRun.Link(), report -> {});
      assertThat(resumed.parameters()).isEqualTo(whole.parameters());
      assertThat(digest(name)).isEqualTo(digest("whole"));
    }
  }
}
