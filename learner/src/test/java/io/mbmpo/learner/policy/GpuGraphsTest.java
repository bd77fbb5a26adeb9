package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.Kernels;
import io.mbmpo.robotconfigs.task.Task;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs the GPU natives ({@code ./mbmpo --gpu test}), but no GPU. */
class GpuGraphsTest {
  private final Task task = new Fixtures.PointTask(1);
  private final LearnerSettings settings = LearnerProfiles.load("quick", Map.of());

  @BeforeAll
  static void needsTheGpuNatives() {
    assumeThat(Kernels.knowGpus()).as("natives for GPUs are on the class path").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void nothingInTheImaginationForcesTheHost(int models) {
    try (ImaginationGraph graph =
        new ImaginationGraph(task, settings, Device.GPU, models, 2, false)) {
      assertThat(Kernels.withoutGpu(graph.graph())).isEmpty();
    }
  }

  @Test
  void nothingInTheMetaObjectiveForcesTheHost() {
    try (MetaObjective objective = new MetaObjective(task, settings.meta(), Device.GPU)) {
      assertThat(Kernels.withoutGpu(objective.graph())).isEmpty();
    }
  }
}
