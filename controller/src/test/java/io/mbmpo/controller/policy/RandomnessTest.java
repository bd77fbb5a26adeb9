package io.mbmpo.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan.Exploration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomnessTest {
  private static final int MANY = 400_000;

  @Test
  void theGeneratorIsXoshiro256StarStarSeededBySplitMix64() {
    // first outputs for seed 0, from the definition in the paper, written out with other code
    NoiseSource noise = new NoiseSource(0);
    long[] state = new long[4];
    SplittableRandom splitMix = new SplittableRandom(0);
    for (int i = 0; i < 4; i++) {
      state[i] = splitMix.nextLong();
    }
    for (int i = 0; i < 100; i++) {
      long wanted = Long.rotateLeft(state[1] * 5, 7) * 9;
      long t = state[1] << 17;
      state[2] ^= state[0];
      state[3] ^= state[1];
      state[1] ^= state[2];
      state[0] ^= state[3];
      state[2] ^= t;
      state[3] = Long.rotateLeft(state[3], 45);
      assertThat(noise.nextLong()).isEqualTo(wanted);
    }
  }

  @Test
  void gaussiansHaveTheMomentsAndTailsOfTheNormalLaw() {
    NoiseSource noise = new NoiseSource(5);
    double sum = 0;
    double square = 0;
    double fourth = 0;
    int beyondTwo = 0;
    for (int i = 0; i < MANY; i++) {
      double x = noise.nextGaussian();
      sum += x;
      square += x * x;
      fourth += x * x * x * x;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    double sigma = 1 / Math.sqrt(MANY);
    assertThat(sum / MANY).isCloseTo(0, within(4 * sigma));
    assertThat(square / MANY).isCloseTo(1, within(4 * Math.sqrt(2) * sigma));
    assertThat(fourth / MANY).isCloseTo(3, within(4 * Math.sqrt(96) * sigma));
    assertThat((double) beyondTwo / MANY).isCloseTo(0.0455, within(0.0015));
  }

  @Test
  void uniformsFillTheUnitIntervalEvenly() {
    NoiseSource noise = new NoiseSource(6);
    int[] bins = new int[100];
    for (int i = 0; i < MANY; i++) {
      bins[(int) (noise.nextDouble() * bins.length)]++;
    }
    double chiSquare = 0;
    double expected = (double) MANY / bins.length;
    for (int bin : bins) {
      chiSquare += (bin - expected) * (bin - expected) / expected;
    }
    assertThat(chiSquare).isBetween(55.0, 155.0); // 99 degrees of freedom, beyond 1e-3 both sides
  }

  @Test
  void randomActionsAreStationaryWithTheDocumentedSpreadAndCorrelation() {
    double period = 0.04;
    ActionSource source = new ActionSource(Exploration.RANDOM, null, 12, period, 9);
    float[] action = new float[12];
    double square = 0;
    double product = 0;
    double cross = 0;
    double previous = 0;
    for (int i = 0; i < MANY; i++) {
      source.draw(new float[1], 0, action);
      square += action[4] * action[4];
      product += i > 0 ? action[4] * previous : 0;
      cross += action[4] * action[5];
      previous = action[4];
    }
    double variance = ActionSource.RANDOM_STD * ActionSource.RANDOM_STD;
    assertThat(square / MANY).isCloseTo(variance, within(0.02 * variance));
    assertThat(product / square)
        .isCloseTo(Math.exp(-ActionSource.RANDOM_RATE * period), within(0.005));
    assertThat(cross / MANY).isCloseTo(0, within(0.02 * variance));
  }

  @Test
  void uniformRandomActionsFillTheRangeEvenlyAndForgetThemselves() {
    ActionSource source =
        new ActionSource(Exploration.RANDOM, ActionSource.RandomLaw.UNIFORM, null, 3, 0.04, 9);
    float[] action = new float[3];
    int[] bins = new int[20];
    double lag = 0;
    double previous = 0;
    for (int i = 0; i < MANY; i++) {
      source.draw(new float[1], 0, action);
      bins[(int) ((action[1] + 1) / 2 * bins.length)]++;
      lag += action[1] * previous / MANY;
      previous = action[1];
    }
    double chiSquare = 0;
    double expected = (double) MANY / bins.length;
    for (int bin : bins) {
      chiSquare += (bin - expected) * (bin - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(43.8); // 19 degrees of freedom, beyond 1e-3
    assertThat(lag).isCloseTo(0, within(0.005));
  }

  @Test
  void theFirstRandomActionHasTheStationarySpreadToo() {
    float[] action = new float[12];
    double square = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      new ActionSource(Exploration.RANDOM, null, 12, 0.04, seed).draw(new float[1], 0, action);
      square += action[0] * action[0];
    }
    assertThat(Math.sqrt(square / 20_000)).isCloseTo(ActionSource.RANDOM_STD, within(0.015));
  }

  @Test
  void gaussianActionsSpreadAroundTheMeanByThePolicysStd() {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    MlpPolicy policy = new MlpPolicy(snapshot);
    float[] observation = Bench.TASK.observationCenter();
    float[] mean = new float[12];
    policy.mean(observation, 0, mean);
    ActionSource source = new ActionSource(Exploration.GAUSSIAN, policy, 12, 0.04, 9);
    float[] action = new float[12];
    double sum = 0;
    double square = 0;
    for (int i = 0; i < 50_000; i++) {
      source.draw(observation, 0, action);
      double difference = action[7] - mean[7];
      sum += difference;
      square += difference * difference;
    }
    assertThat(sum / 50_000).isCloseTo(0, within(0.007));
    assertThat(Math.sqrt(square / 50_000)).isCloseTo(Math.exp(-1), within(0.005));
  }

  @Test
  void aPolicyForRandomActionsAndNoneForOthersAreRefused() {
    assertThatThrownBy(() -> new ActionSource(Exploration.GAUSSIAN, null, 12, 0.04, 1))
        .hasMessageContaining("needs a policy");
    MlpPolicy policy = new MlpPolicy(Bench.snapshot(Bench.version(1, 0)));
    assertThatThrownBy(() -> new ActionSource(Exploration.RANDOM, policy, 12, 0.04, 1))
        .hasMessageContaining("takes no policy");
  }
}
