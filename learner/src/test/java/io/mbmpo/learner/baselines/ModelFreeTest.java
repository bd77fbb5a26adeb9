package io.mbmpo.learner.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.IterationReport;
import io.mbmpo.learner.Method;
import io.mbmpo.learner.toy.ToyLearning;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TRPO and PPO on a linear-quadratic toy: 15 steps are worth at most 15. */
class ModelFreeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"TRPO", "PPO"})
  void itLearnsFromRealEpisodesAlone(Method method) {
    List<IterationReport> reports =
        new ToyLearning(folder, method, 20).with("ppo.learningRate", 3e-3).reports(1);
    assertThat(ToyLearning.meanReturn(reports.get(0), Exploration.GAUSSIAN)).isLessThan(0);
    assertThat(ToyLearning.meanReturn(reports.get(19), Exploration.GAUSSIAN)).isGreaterThan(13);
    assertThat(reports).allMatch(r -> r.episodes().size() == 21 && r.acceptedSteps() == 1);
    assertThat(reports)
        .allMatch(r -> r.kl() > 0.003 && r.kl() <= (method == Method.TRPO ? 0.02 : 0.09));
  }

  @Test
  void aLearningRateThatIsFarTooHighLeavesThePolicyAsItWas() {
    for (String rate : List.of("0.5", "1e30")) {
      List<IterationReport> reports =
          new ToyLearning(folder.resolve(rate), Method.PPO, 3)
              .with("ppo.learningRate", rate)
              .reports(1);
      assertThat(reports).allMatch(r -> r.acceptedSteps() == 0 && r.kl() == 0);
      assertThat(reports).allMatch(r -> Arrays.equals(r.theta(), reports.get(0).theta()));
    }
  }
}
