package io.mbmpo.learner.tensors;

import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;

/**
 * Where graphs run. Every operation is placed explicitly and none may move: a graph that would need
 * the host in the middle fails at once instead of running slowly.
 */
public enum Device {
  CPU(DeviceSpec.DeviceType.CPU),
  GPU(DeviceSpec.DeviceType.GPU);

  private final DeviceSpec.DeviceType type;

  Device(DeviceSpec.DeviceType type) {
    this.type = type;
  }

  /** From the system property {@code mbmpo.device} that the launcher script sets; else the CPU. */
  public static Device fromSystem() {
    return System.getProperty("mbmpo.device", "cpu").equals("gpu") ? GPU : CPU;
  }

  /** Operations of a graph, placed here. */
  public Ops ops(Graph graph) {
    return Ops.create(graph)
        .withDevice(DeviceSpec.newBuilder().deviceType(type).deviceIndex(0).build());
  }

  /**
   * A session for graphs of many small operations, which run as they were built: rewriting a large
   * unrolled graph costs seconds before its first run and was measured to gain nothing after it.
   * May be shared by all workers.
   */
  public Session session(Graph graph) {
    return new Session(
        graph,
        configuration()
            .setGraphOptions(
                GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
            .build());
  }

  /** As {@link #session}, but TensorFlow may rewrite the graph first. */
  public Session optimizingSession(Graph graph) {
    return new Session(graph, configuration().build());
  }

  /** On the CPU a run stays in the calling thread; on the GPU memory is taken as it is needed. */
  private ConfigProto.Builder configuration() {
    ConfigProto.Builder configuration = ConfigProto.newBuilder().setAllowSoftPlacement(false);
    return this == CPU
        ? configuration.setIntraOpParallelismThreads(1).setInterOpParallelismThreads(-1)
        : configuration.setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
  }

  /**
   * Multiplies two small matrices here.
   *
   * @throws DeviceException when that does not work, saying what is needed
   */
  public void requireUsable() {
    try (Graph graph = new Graph()) {
      Ops tf = ops(graph);
      Operand<TFloat32> ones = tf.fill(tf.constant(new int[] {2, 2}), tf.constant(1f));
      try (Session session = session(graph);
          var result = session.runner().fetch(tf.linalg.matMul(ones, ones)).run()) {
        float product = ((TFloat32) result.get(0)).getFloat(1, 1);
        if (product != 2) {
          throw new DeviceException(this + " computes 1·1 + 1·1 = " + product, null);
        }
      }
    } catch (TensorFlowException | IllegalArgumentException e) { // the latter for what is not there
      throw new DeviceException(
          "TensorFlow finds no usable "
              + this
              + "; it needs an NVIDIA GPU with its driver (nvidia-smi shows it), CUDA 12 and cuDNN 9"
              + " on the library path; without --gpu everything runs on the CPU ("
              + firstLine(e.getMessage())
              + ")",
          e);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
