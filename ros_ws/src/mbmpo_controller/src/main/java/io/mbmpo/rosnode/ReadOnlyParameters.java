package io.mbmpo.rosnode;

import io.mbmpo.controller.rcl.NodeParameter;
import io.mbmpo.controller.rcl.NodeSettings;
import java.util.List;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.parameters.ParameterVariant;
import org.ros2.rcljava.parameters.service.ParameterServiceImpl;
import org.ros2.rcljava.qos.QoSProfile;
import rcl_interfaces.msg.IntegerRange;
import rcl_interfaces.msg.ParameterDescriptor;
import rcl_interfaces.msg.SetParametersResult;

/**
 * Shows the node's parameters to {@code ros2 param}: rcljava reads none from the command line and
 * heeds no descriptor, so they are settled before and a change is refused.
 */
final class ReadOnlyParameters {
  private static final int SERVICE_DEPTH = 10;

  private ReadOnlyParameters() {}

  static void declare(Node node, NodeSettings settings) {
    for (NodeParameter parameter : NodeSettings.DECLARED) {
      ParameterVariant value = variant(parameter, settings.value(parameter));
      node.declareParameter(value, descriptor(parameter, value));
    }
    node.addOnSetParametersCallback(
        changed ->
            new SetParametersResult()
                .setSuccessful(false)
                .setReason("settled at the start: restart the node with another value"));
    try {
      ParameterServiceImpl unused =
          new ParameterServiceImpl(node, QoSProfile.keepLast(SERVICE_DEPTH));
    } catch (NoSuchFieldException | IllegalAccessException e) {
      throw new IllegalStateException("rcljava cannot offer parameters", e);
    }
  }

  private static ParameterVariant variant(NodeParameter parameter, Object value) {
    String name = parameter.name();
    if (value instanceof Long number) {
      return new ParameterVariant(name, (long) number);
    }
    return value instanceof Boolean flag
        ? new ParameterVariant(name, (boolean) flag)
        : new ParameterVariant(name, (String) value);
  }

  private static ParameterDescriptor descriptor(NodeParameter parameter, ParameterVariant value) {
    ParameterDescriptor descriptor =
        new ParameterDescriptor()
            .setName(parameter.name())
            .setType(value.getType().getValue())
            .setDescription(parameter.description())
            .setAdditionalConstraints(parameter.constraints())
            .setReadOnly(true);
    if (parameter.isNumber()) {
      IntegerRange range =
          new IntegerRange().setFromValue(parameter.least()).setToValue(parameter.most());
      descriptor.setIntegerRange(List.of(range.setStep(1)));
    }
    return descriptor;
  }
}
