package io.mbmpo.learner.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class DeviceTest {
  @Test
  void theCpuIsUsable() {
    assertThatCode(Device.CPU::requireUsable).doesNotThrowAnyException();
  }

  @Test
  void withoutAGpuOneSentenceSaysWhatIsNeededAndHowToGoOn() {
    assumeThat(Files.exists(Path.of("/dev/nvidia0"))).as("there is a GPU").isFalse();
    assertThatThrownBy(Device.GPU::requireUsable)
        .isInstanceOf(DeviceException.class)
        .hasMessageContainingAll("no usable GPU", "driver", "CUDA 12", "without --gpu");
  }

  @Test
  void operationsArePlacedExplicitly() {
    try (Graph graph = new Graph()) {
      Operand<TFloat32> sum = Device.GPU.ops(graph).constant(1f);
      assertThat(graph.operation(sum.op().name()).device()).contains("GPU:0");
    }
  }

  @Test
  void aFusedLayerIsThePlainOneUpToRounding() {
    for (DenseLayer layer : DenseLayer.values()) {
      try (Graph graph = new Graph()) {
        Ops tf = Device.CPU.ops(graph);
        Operand<TFloat32> x = tf.constant(new float[][] {{1, -2, 0.5f}, {-0.3f, 0.2f, 4}});
        Operand<TFloat32> w = tf.constant(new float[][] {{0.1f, -1}, {0.7f, 0.2f}, {-0.4f, 0.3f}});
        Operand<TFloat32> b = tf.constant(new float[] {0.2f, -0.1f});
        Operand<TFloat32> difference =
            tf.math.sub(layer.of(tf, Device.CPU, x, w, b), layer.of(tf, Device.GPU, x, w, b));
        try (Session session = Device.CPU.session(graph);
            var result = session.runner().fetch(difference).run()) {
          for (float value : NativeFloats.values(result.get(0))) {
            assertThat(Math.abs(value)).as("%s", layer).isLessThan(1e-6f);
          }
        }
      }
    }
  }
}
