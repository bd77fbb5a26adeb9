package io.mbmpo.sim;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;

/**
 * The motors: torque = kp·(q* − q) + kd·(q̇* − q̇) + effort, held to what the motor can give. Of
 * what they believe to give, all give the same share.
 */
final class JointDrives {
  private final DriveLimit[] limits;
  private final double share;
  private double strength = 1;

  JointDrives(RobotConfig config) {
    limits = config.joints().stream().map(DriveLimit::new).toArray(DriveLimit[]::new);
    share = config.simulation().identified().motorStrength();
  }

  /** Factor on all torque limits. */
  void strength(double factor) {
    strength = factor;
  }

  /**
   * @param command null before the first one: limp
   * @param torque out, N·m
   */
  void torque(JointCommand command, double[] q, double[] velocity, double[] torque) {
    if (command == null) {
      Arrays.fill(torque, 0);
      return;
    }
    for (int i = 0; i < torque.length; i++) {
      double wanted =
          command.kp[i] * (command.position[i] - q[i])
              + command.kd[i] * (command.velocity[i] - velocity[i])
              + command.effort[i];
      torque[i] = share * limits[i].held(wanted, velocity[i], strength);
    }
  }
}
