package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;

/** Settings and messages for the tests of this package. */
final class RclBench {
  private RclBench() {}

  static Ros2Config config(Ros2Config.Command command) {
    return config(command, true, false, true);
  }

  static Ros2Config config(
      Ros2Config.Command command,
      boolean synchronizedClock,
      boolean reliableSensors,
      boolean reliableCommands) {
    Ros2Config ros2 = Ros2Config.DEFAULT;
    return new Ros2Config(
        0,
        "",
        ros2.interfaces(),
        ros2.leaseS(),
        synchronizedClock,
        reliableSensors,
        reliableCommands,
        command,
        List.of(),
        ros2.topics());
  }

  /** The operator's input as a hand controller says it, stamped as told, ns. */
  static JoyMessage joy(OperatorInput input, long stamp) {
    JoyMessage message = new JoyMessage();
    message.header.stamp(stamp);
    message.axisCount = OperatorInput.MAX_AXES;
    System.arraycopy(input.axes, 0, message.axes, 0, OperatorInput.MAX_AXES);
    message.buttonCount = OperatorInput.MAX_BUTTONS;
    for (int i = 0; i < OperatorInput.MAX_BUTTONS; i++) {
      message.buttons[i] = input.pressed(i) ? 1 : 0;
    }
    return message;
  }

  /** Every joint of the robot in its order, at 0. */
  static JointStateMessage named() {
    JointStateMessage message = new JointStateMessage();
    int n = Bench.CONFIG.jointCount();
    for (int i = 0; i < n; i++) {
      message.name.values[i].set(Bench.CONFIG.joints().get(i).name());
    }
    message.name.length = n;
    message.position.length = n;
    message.velocity.length = n;
    message.effort.length = n;
    return message;
  }
}
