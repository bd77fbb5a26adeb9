package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;

/**
 * Joint commands as arrays of numbers, both ways: one value a joint (position or effort), or five
 * rows of one value a joint (position, velocity, effort, kp, kd). An array has no names, so the
 * order of the joints is agreed upon. One thread each way; allocates nothing.
 */
public final class CommandArray {
  private static final String[] ROWS = {"position", "velocity", "effort", "kp", "kd"};

  private final Ros2Config.Command kind;
  private final int[] jointAt;
  private final double[] kp;
  private final double[] kd;

  public CommandArray(RobotConfig config, Ros2Config ros2) {
    kind = ros2.command();
    List<String> joints = config.joints().stream().map(JointConfig::name).toList();
    List<String> order = ros2.commandOrder().isEmpty() ? joints : ros2.commandOrder();
    jointAt = order.stream().mapToInt(joints::indexOf).toArray();
    kp = config.joints().stream().mapToDouble(JointConfig::kpNmRad).toArray();
    kd = config.joints().stream().mapToDouble(JointConfig::kdNmsRad).toArray();
  }

  /** An empty array with its layout. */
  public Float64MultiArrayMessage create() {
    Float64MultiArrayMessage message = new Float64MultiArrayMessage();
    int joints = jointAt.length;
    int dimension = 0;
    if (kind == Ros2Config.Command.IMPEDANCE) {
      message.labels.values[0].set(String.join(",", ROWS));
      message.sizes[0] = ROWS.length;
      message.strides[0] = ROWS.length * joints;
      dimension = 1;
    }
    message.labels.values[dimension].set("joint");
    message.sizes[dimension] = joints;
    message.strides[dimension] = joints;
    message.labels.length = dimension + 1;
    message.data.length = length();
    return message;
  }

  private int length() {
    return kind == Ros2Config.Command.IMPEDANCE ? ROWS.length * jointAt.length : jointAt.length;
  }

  public void encode(JointCommand from, Float64MultiArrayMessage into) {
    double[] data = into.data.values;
    int n = jointAt.length;
    for (int i = 0; i < n; i++) {
      int joint = jointAt[i];
      switch (kind) {
        case POSITION -> data[i] = from.position[joint];
        case EFFORT -> data[i] = from.effort[joint];
        case IMPEDANCE -> {
          data[i] = from.position[joint];
          data[n + i] = from.velocity[joint];
          data[2 * n + i] = from.effort[joint];
          data[3 * n + i] = from.kp[joint];
          data[4 * n + i] = from.kd[joint];
        }
      }
    }
  }

  /** False, and nothing written, when the array is of another length or not all finite. */
  public boolean decode(Float64MultiArrayMessage from, JointCommand into) {
    if (from.data.length != length()) {
      return false;
    }
    double[] data = from.data.values;
    for (int i = 0; i < from.data.length; i++) {
      if (!Double.isFinite(data[i])) {
        return false;
      }
    }
    int n = jointAt.length;
    for (int i = 0; i < n; i++) {
      int joint = jointAt[i];
      boolean effort = kind == Ros2Config.Command.EFFORT;
      boolean all = kind == Ros2Config.Command.IMPEDANCE;
      into.position[joint] = effort ? 0 : data[i];
      into.velocity[joint] = all ? data[n + i] : 0;
      into.effort[joint] = effort ? data[i] : all ? data[2 * n + i] : 0;
      into.kp[joint] = effort ? 0 : all ? data[3 * n + i] : kp[joint];
      into.kd[joint] = effort ? 0 : all ? data[4 * n + i] : kd[joint];
    }
    return true;
  }
}
