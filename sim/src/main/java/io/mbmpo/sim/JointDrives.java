package io.mbmpo.sim;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;

/**
 * The motors: torque = kp·(q* − q) + kd·(q̇* − q̇) + effort, held to what the motor can give.
 * Towards its speed limit a motor runs out of torque; braking is not limited by speed.
 */
final class JointDrives {
  /** Share of the speed limit up to which a motor gives its full torque. */
  private static final double FULL_TORQUE_SPEED = 0.8;

  private final double[] effortLimit;
  private final double[] velocityLimit;
  private double strength = 1;

  JointDrives(RobotConfig config) {
    effortLimit = config.joints().stream().mapToDouble(JointConfig::effortLimitNm).toArray();
    velocityLimit = config.joints().stream().mapToDouble(JointConfig::velocityLimitRadS).toArray();
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
      torque[i] = limited(i, wanted, velocity[i]);
    }
  }

  private double limited(int i, double wanted, double velocity) {
    if (Double.isNaN(wanted)) {
      return 0; // a drive that gets nonsense lets go
    }
    double limit = effortLimit[i] * strength;
    if (wanted * velocity > 0) {
      double left =
          (velocityLimit[i] - Math.abs(velocity)) / ((1 - FULL_TORQUE_SPEED) * velocityLimit[i]);
      limit *= Math.max(0, Math.min(1, left));
    }
    return Math.max(-limit, Math.min(limit, wanted));
  }
}
