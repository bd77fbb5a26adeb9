package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mbmpo.learner.tensors.Device;
import io.mbmpo.learner.tensors.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Needs the GPU natives ({@code ./mbmpo --gpu test}), but no GPU. */
class GpuTrainingTest {
  @Test
  void nothingInTheFitForcesTheHost() {
    assumeThat(Kernels.knowGpus()).as("natives for GPUs are on the class path").isTrue();
    NetworkShape shape = NetworkShape.of(5, List.of(8, 8), 3);
    try (TrainingGraph graph = new TrainingGraph(shape, Device.GPU)) {
      assertThat(Kernels.withoutGpu(graph.graph)).isEmpty();
    }
  }
}
