package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.SettingsException;
import io.mbmpo.learner.tensors.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitMemoryTest {
  private static final long GB = 1_000_000_000;

  private static LearnerSettings.Model model(int batch, Integer... hidden) {
    return new LearnerSettings.Model(5, List.of(hidden), 1e-3, batch, 0.8, 1, 1, 0.9);
  }

  private static void check(LearnerSettings.Model model, long limit, long heapLimit) {
    FitMemory.check(NetworkShape.of(23, model.hidden(), 17), model, 2, limit, heapLimit);
  }

  @Test
  void thePapersNetworksFitIntoAHundredMegabytes() {
    assertThatCode(() -> check(model(500, 512, 512), GB / 10, GB / 10)).doesNotThrowAnyException();
  }

  @Test
  void aNetworkLargerThanMemoryIsRefusedBeforeTensorFlowIsAskedForIt() {
    LearnerSettings.Model model = model(500, 100_000, 100_000);
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() -> new DynamicsEnsemble(17, 6, model, workers, 1))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("model.hidden [100000, 100000]")
          .hasMessageContaining("GB");
    }
  }

  @Test
  void bytesNeededAndLimitAreNamed() {
    // 17.0 M parameters: 1.0 GB for a checkpoint, 2.0 for the models, 0.9 for two workers' steps.
    assertThatThrownBy(() -> check(model(500, 4096, 4096), 3 * GB, GB))
        .hasMessageContaining("the fit needs 3.9 GB of memory, the process may use 3.0 GB");
  }

  @Test
  void whatACheckpointNeedsMustFitIntoJavasHeap() {
    assertThatThrownBy(() -> check(model(500, 4096, 4096), 30 * GB, GB / 2))
        .hasMessageContaining("a checkpoint needs 1.0 GB of memory, Java may use 0.5 GB");
  }

  @Test
  void anAbsurdBatchIsRefusedToo() {
    assertThatThrownBy(() -> check(model(1_000_000, 512, 512), 8 * GB, GB))
        .hasMessageContaining("model.batch 1000000");
  }
}
