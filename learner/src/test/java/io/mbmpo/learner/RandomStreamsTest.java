package io.mbmpo.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.RandomStreams.Purpose;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {

  @Test
  void everyUseOfEverySeedHasItsOwn() {
    Set<Long> seeds = new HashSet<>();
    int uses = 0;
    for (long run : new long[] {0, 1, 2, -1}) {
      for (Purpose purpose : Purpose.values()) {
        for (int iteration = 0; iteration < 30; iteration++) {
          for (int index = 0; index < 30; index++) {
            seeds.add(new RandomStreams(run).seed(purpose, iteration, index));
            uses++;
          }
        }
      }
    }
    assertThat(seeds).hasSize(uses);
  }

  @Test
  void whatARunDrawsStaysTheSameFromVersionToVersion() {
    RandomStreams streams = new RandomStreams(1);
    assertThat(streams.seed(Purpose.POLICY_INIT, 0, 0)).isEqualTo(-2125252769065580202L);
    assertThat(streams.seed(Purpose.ADAPTATION, 3, 2)).isEqualTo(2442709599685679438L);
  }
}
