package io.mbmpo.learner.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.RealRobot;
import io.mbmpo.learner.RobotRefusal;
import io.mbmpo.learner.toy.ToyLearning;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ME-TRPO and MB-MPC on a linear-quadratic toy: 15 steps are worth at most 15. */
class ModelBasedTest {
  @TempDir Path folder;

  @Test
  void oneBatchOfRandomEpisodesIsEnoughToPlanWith() {
    List<IterationReport> reports =
        new ToyLearning(folder, Method.MB_MPC, 3)
            .with("model.maxEpochs", 200)
            .with("planning.candidates", 400)
            .with("planning.horizon", 4)
            .reports(1);
    assertThat(ToyLearning.meanReturn(reports.get(0), Exploration.RANDOM)).isLessThan(4);
    assertThat(ToyLearning.meanReturn(reports.get(2), Exploration.DETERMINISTIC)).isGreaterThan(13);
    assertThat(reports.get(2).episodes()).hasSize(3);
  }

  @Test
  void aPolicyThatIsGoodInAllModelsIsGoodOnTheRealTask() {
    List<IterationReport> reports =
        new ToyLearning(folder, Method.ME_TRPO, 4)
            .with("model.maxEpochs", 200)
            .with("meta.steps", 15)
            .reports(1);
    assertThat(ToyLearning.meanReturn(reports.get(0), Exploration.RANDOM)).isLessThan(4);
    assertThat(ToyLearning.meanReturn(reports.get(3), Exploration.DETERMINISTIC)).isGreaterThan(13);
    assertThat(reports).allMatch(r -> r.kl() > 0 && r.kl() <= 0.02 && r.imaginedReturn() < 15);
    assertThat(reports.get(3).imaginedReturn()).isGreaterThan(12);
  }

  @Test
  void whenTooFewModelsAgreeThatItHelpsThePolicyGoesBackToTheRobot() {
    ToyLearning strict =
        new ToyLearning(folder.resolve("strict"), Method.ME_TRPO, 3)
            .with("model.maxEpochs", 200)
            .with("meta.steps", 40)
            .with("ensembleTrpo.checkEvery", 2)
            .with("ensembleTrpo.improvedShare", 1);
    List<IterationReport> reports = strict.reports(1);
    assertThat(reports).allMatch(r -> r.acceptedSteps() % 2 == 0 && r.acceptedSteps() < 40);
    assertThat(reports.get(0).acceptedSteps()).as("while it helps").isGreaterThan(2);
    List<IterationReport> lenient =
        new ToyLearning(folder.resolve("lenient"), Method.ME_TRPO, 3)
            .with("model.maxEpochs", 200)
            .with("meta.steps", 40)
            .with("ensembleTrpo.checkEvery", 2)
            .with("ensembleTrpo.improvedShare", 0)
            .reports(1);
    assertThat(lenient).allMatch(r -> r.acceptedSteps() == 40);
  }

  @Test
  void withoutChecksEveryStepIsTaken() {
    List<IterationReport> reports =
        new ToyLearning(folder, Method.ME_TRPO, 2)
            .with("meta.steps", 7)
            .with("ensembleTrpo.checkEvery", 0)
            .reports(1);
    assertThat(reports).allMatch(r -> r.acceptedSteps() == 7);
  }

  @Test
  void aRobotThatRunsPoliciesOnlyRefusesToPlan() {
    ToyLearning toy = new ToyLearning(folder, Method.MB_MPC, 2);
    assertThatThrownBy(
            () ->
                toy.learner(1)
                    .run(store -> policiesOnly(toy.robot(store)), () -> false, report -> {}))
        .isInstanceOf(RobotRefusal.class)
        .hasMessageContaining("this robot runs policies only");
  }

  private static RealRobot policiesOnly(RealRobot robot) {
    return new RealRobot() {
      @Override
      public List<Episode> sample(RolloutPlan plan, List<PolicySnapshot> snapshots) {
        return robot.sample(plan, snapshots);
      }

      @Override
      public void offer(List<PolicySnapshot> snapshots) {}
    };
  }
}
