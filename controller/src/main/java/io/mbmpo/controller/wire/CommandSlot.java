package io.mbmpo.controller.wire;

import io.mbmpo.controller.port.Handoff;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;

/**
 * Commands on their way from the control thread to the thread that sends them. For drives that take
 * torques the control thread closes the loop here. Allocates nothing.
 */
public final class CommandSlot {
  private final boolean effort;
  private final double[] effortLimit;
  private final CommandArray array;
  private final Handoff<JointCommand> commands;

  // Control thread only.
  private final JointState joints;
  private final JointCommand outgoing;

  // Sending thread only.
  private final JointCommand taken;

  public CommandSlot(RobotConfig config, Ros2Config ros2) {
    int n = config.jointCount();
    effort = ros2.command() == Ros2Config.Command.EFFORT;
    effortLimit = config.joints().stream().mapToDouble(JointConfig::effortLimitNm).toArray();
    array = new CommandArray(config, ros2);
    commands = new Handoff<>(() -> new JointCommand(n), JointCommand::copyFrom);
    joints = new JointState(n);
    outgoing = new JointCommand(n);
    taken = new JointCommand(n);
  }

  /** An empty message with its layout, for {@link #take}. */
  public Float64MultiArrayMessage create() {
    return array.create();
  }

  /** The newest joint state. Control thread. */
  public void measured(JointState state) {
    if (effort) {
      joints.copyFrom(state);
    }
  }

  /** The newest command. Control thread. */
  public void put(JointCommand command) {
    outgoing.copyFrom(command);
    if (effort) {
      closeTheLoop();
    }
    commands.put(outgoing);
  }

  /** The drive's law on the newest joint state. */
  private void closeTheLoop() {
    for (int i = 0; i < effortLimit.length; i++) {
      double wanted =
          outgoing.kp[i] * (outgoing.position[i] - joints.position[i])
              + outgoing.kd[i] * (outgoing.velocity[i] - joints.velocity[i])
              + outgoing.effort[i];
      outgoing.effort[i] = Math.max(-effortLimit[i], Math.min(effortLimit[i], wanted));
    }
  }

  /** Writes the newest command; false when there is none since the last. Sending thread. */
  public boolean take(Float64MultiArrayMessage into) {
    if (!commands.take(taken)) {
      return false;
    }
    array.encode(taken, into);
    return true;
  }
}
