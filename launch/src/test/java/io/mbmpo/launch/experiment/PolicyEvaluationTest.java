package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.task.Environment;
import org.junit.jupiter.api.Test;

class PolicyEvaluationTest {
  private final ToyEnvironments environments = new ToyEnvironments();

  @Test
  void theReturnOfAPolicyThatStandsStillIsTheStartsOwn() {
    Environment environment = environments.open(Toys.task("toy", false));
    PolicyEvaluation evaluation = new PolicyEvaluation(environment, 5);
    PolicyEvaluation.Scores scores =
        evaluation.scores(Toys.linear(Toys.identity(environment), 0, 0, 1e-6), 3, 40);
    // 20 steps of −|x₀|², x₀ uniform on [−0.4, 0.4]²: mean −20·2·0.16/3.
    assertThat(scores.deterministic().mean()).isCloseTo(-20 * 0.32 / 3, within(0.6));
    assertThat(scores.sampled().mean()).isCloseTo(scores.deterministic().mean(), within(1e-3));
    assertThat(scores.deterministic().std()).isGreaterThan(0.5);
    assertThat(scores.deterministic().length()).isEqualTo(20);
    assertThat(scores.deterministic().terminated()).isZero();
  }

  @Test
  void episodesThatFallAreShortAndCounted() {
    Environment environment = environments.open(Toys.task("toy", true));
    PolicyEvaluation.Score score =
        new PolicyEvaluation(environment, 5)
            .score(
                Toys.linear(Toys.identity(environment), 0, 1, 1e-6),
                Exploration.DETERMINISTIC,
                0,
                30);
    assertThat(score.terminated()).isEqualTo(1);
    assertThat(score.length()).isBetween(8.0, 13.0);
  }

  @Test
  void randomNumbersChangeWithIterationAndSeedOnly() {
    Environment environment = environments.open(Toys.task("toy", false));
    double once = random(environment, 1, 4);
    assertThat(random(environment, 1, 4)).isEqualTo(once);
    assertThat(random(environment, 1, 5)).isNotEqualTo(once);
    assertThat(random(environment, 2, 4)).isNotEqualTo(once);
  }

  private static double random(Environment environment, long seed, int iteration) {
    return new PolicyEvaluation(environment, seed)
        .score(null, Exploration.RANDOM, iteration, 3)
        .mean();
  }

  @Test
  void noEpisodeIsNoScore() {
    Environment environment = environments.open(Toys.task("toy", false));
    PolicyEvaluation.Score score =
        new PolicyEvaluation(environment, 5).score(null, Exploration.RANDOM, 0, 0);
    assertThat(score.mean()).isNaN();
    assertThat(environments.resets).hasValue(0);
  }
}
