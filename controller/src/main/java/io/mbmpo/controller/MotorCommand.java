package io.mbmpo.controller;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.safety.CommandLimiter;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * The command that goes out: positions held within limits, damped, or limp. Control thread only;
 * allocates nothing.
 */
final class MotorCommand {
  private final JointConfig[] joints;
  private final CommandLimiter limiter;
  private final JointCommand command;

  MotorCommand(RobotConfig config) {
    joints = config.joints().toArray(new JointConfig[0]);
    limiter = new CommandLimiter(config);
    command = new JointCommand(joints.length);
  }

  /** The rate limit counts from here, rad. */
  void startFrom(double[] measured) {
    limiter.startFrom(measured);
  }

  /** Holds these positions, rad, as far as the limits let it. */
  JointCommand hold(double[] targets, long nowNanos) {
    limiter.limit(targets, command.position);
    for (int i = 0; i < joints.length; i++) {
      command.kp[i] = joints[i].kpNmRad();
      command.kd[i] = joints[i].kdNmsRad();
    }
    command.stampNanos = nowNanos;
    return command;
  }

  /** Resists motion. */
  JointCommand damp(double[] measured, long nowNanos) {
    return letGo(measured, true, nowNanos);
  }

  /** No torque at all. */
  JointCommand limp(double[] measured, long nowNanos) {
    return letGo(measured, false, nowNanos);
  }

  private JointCommand letGo(double[] measured, boolean damped, long nowNanos) {
    for (int i = 0; i < joints.length; i++) {
      command.position[i] = measured[i];
      command.kp[i] = 0;
      command.kd[i] = damped ? joints[i].dampingNmsRad() : 0;
    }
    command.stampNanos = nowNanos;
    return command;
  }

  /** Where the joints were sent last, rad; the live array. */
  double[] position() {
    return command.position;
  }

  /** Whether the limits held back what was last wanted. */
  boolean saturated() {
    return limiter.saturated();
  }
}
