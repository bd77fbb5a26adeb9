package io.mbmpo.learner.tensors;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelList;

/** What TensorFlow's natives on the class path have been built to run, and where. */
public final class Kernels {
  private Kernels() {}

  /** Whether these are the natives for GPUs; true also where there is no GPU. */
  public static boolean knowGpus() {
    return devices("MatMul").contains("GPU");
  }

  /** Types of operations in the graph and its functions that have no kernel for a GPU. */
  public static Set<String> withoutGpu(Graph graph) {
    GraphDef whole = graph.toGraphDef();
    Set<String> types = new TreeSet<>();
    whole.getNodeList().forEach(node -> types.add(node.getOp()));
    whole
        .getLibrary()
        .getFunctionList()
        .forEach(function -> function.getNodeDefList().forEach(node -> types.add(node.getOp())));
    types.removeIf(type -> devices(type).contains("GPU") || devices(type).contains("DEFAULT"));
    return types;
  }

  private static List<String> devices(String type) {
    TF_Status status = TF_Status.newStatus();
    TF_Buffer buffer = tensorflow.TF_GetRegisteredKernelsForOp(type, status);
    status.throwExceptionIfNotOK();
    try {
      List<String> devices = new ArrayList<>();
      for (KernelDef kernel : KernelList.parseFrom(buffer.dataAsByteBuffer()).getKernelList()) {
        devices.add(kernel.getDeviceType());
      }
      return devices;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("TensorFlow's list of kernels cannot be read", e);
    } finally {
      tensorflow.TF_DeleteBuffer(buffer);
    }
  }
}
