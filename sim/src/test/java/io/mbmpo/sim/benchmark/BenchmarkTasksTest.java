package io.mbmpo.sim.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.robotconfigs.task.Environment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkTasksTest {
  static Iterable<String> names() {
    return BenchmarkTasks.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameSeedGivesTheSameBitsTwice(String name) {
    try (Environment one = BenchmarkTasks.open(name, TaskOptions.DEFAULT);
        Environment other = BenchmarkTasks.open(name, TaskOptions.DEFAULT)) {
      assertThat(observations(one, 7)).isEqualTo(observations(other, 7));
      assertThat(observations(one, 7)).isEqualTo(observations(other, 7));
      assertThat(observations(one, 8)).isNotEqualTo(observations(other, 7));
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> BenchmarkTasks.open("cheetah", TaskOptions.DEFAULT))
        .hasMessageContaining("\"cheetah\"")
        .hasMessageContaining("half_cheetah");
  }

  private static float[][] observations(Environment environment, long seed) {
    Random random = new Random(seed);
    float[][] observations = new float[101][environment.task().observationSize()];
    environment.reset(seed, observations[0]);
    float[] action = new float[environment.task().actionSize()];
    for (int t = 1; t < observations.length; t++) {
      for (int i = 0; i < action.length; i++) {
        action[i] = 3 * random.nextFloat() - 1.5f;
      }
      assertThat(environment.step(action, observations[t])).isTrue();
    }
    return observations;
  }
}
