package io.mbmpo.controller.rcl;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.ros.JointStateMessage;
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
