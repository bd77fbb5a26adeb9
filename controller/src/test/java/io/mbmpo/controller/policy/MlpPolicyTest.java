package io.mbmpo.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.link.PolicySnapshot;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MlpPolicyTest {
  @Test
  void meansAgreeWithTheGoldenFileTo1e5() throws IOException {
    GoldenPolicy golden = GoldenPolicy.read();
    MlpPolicy policy = new MlpPolicy(golden.snapshot);
    float[] mean = new float[policy.actionSize()];
    assertThat(golden.observations.length).isGreaterThan(10);
    for (int row = 0; row < golden.observations.length; row++) {
      policy.mean(floats(golden.observations[row]), 0, mean);
      for (int i = 0; i < mean.length; i++) {
        assertThat((double) mean[i]).isCloseTo(golden.means[row][i], within(1e-5));
      }
    }
  }

  @Test
  void theGoldenFileIsWhatTheDoubleImplementationGives() throws IOException {
    GoldenPolicy golden = GoldenPolicy.read();
    for (int row = 0; row < golden.observations.length; row++) {
      double[] mean = DoubleMlp.mean(golden.snapshot, golden.observations[row]);
      for (int i = 0; i < mean.length; i++) {
        assertThat(mean[i]).isCloseTo(golden.means[row][i], within(1e-12));
      }
    }
  }

  @Test
  void aPolicyByHandGivesTheValueByHand() {
    // one input, one hidden unit, one output: a = 3·tanh(2·(s − 1)·0.5 + 0.25) − 1
    PolicySnapshot snapshot =
        new PolicySnapshot(
            "r",
            "any",
            "",
            1,
            0,
            PolicySnapshot.Role.META,
            -1,
            new int[] {1, 1, 1},
            new float[] {2, 0.25f, 3, -1, -0.5f},
            new float[] {1},
            new float[] {0.5f},
            new float[1],
            new float[1]);
    MlpPolicy policy = new MlpPolicy(snapshot);
    float[] mean = new float[1];
    policy.mean(new float[] {99, 1.5f}, 1, mean);
    assertThat((double) mean[0]).isCloseTo(3 * Math.tanh(0.75) - 1, within(1e-6));
    assertThat((double) policy.std(0)).isCloseTo(Math.exp(-0.5), within(1e-7));
  }

  @Test
  void parametersThatDoNotFitTheLayersAreRefused() {
    PolicySnapshot s = Bench.snapshot(Bench.version(1, 0));
    PolicySnapshot shorter =
        new PolicySnapshot(
            s.runId(),
            s.robot(),
            s.configHash(),
            s.version(),
            0,
            s.role(),
            -1,
            s.layerSizes(),
            new float[s.parameters().length - 1],
            s.observationCenter(),
            s.observationScale(),
            s.actionCenterRad(),
            s.actionScaleRad());
    assertThatThrownBy(() -> new MlpPolicy(shorter)).hasMessageContaining("layer sizes");
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
