package io.mbmpo.controller.faults;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Holds each tick's command to what it may be: finite; held positions inside the joint's limits and
 * no faster than the rate limit from one tick to the next; velocity and feed-forward effort inside
 * the joint's limits; gains the configuration's or none.
 */
public final class CommandCheck {
  private final RobotConfig config;
  private final double step;
  private final double[] last;
  private boolean heldBefore;

  public CommandCheck(RobotConfig config) {
    this.config = config;
    step = config.control().targetRateRadS() / config.control().tickRateHz() + 1e-12;
    last = new double[config.jointCount()];
  }

  /**
   * Checks one tick's command.
   *
   * @throws AssertionError naming joint and limit
   */
  public void check(JointCommand command, Mode mode) {
    boolean held = command.kp[0] != 0;
    require(held ? mode.active() : mode != Mode.RUN, "gains in", mode, 0);
    for (int i = 0; i < last.length; i++) {
      JointConfig joint = config.joints().get(i);
      double position = command.position[i];
      require(Double.isFinite(position), "finite position", position, i);
      require(
          Math.abs(command.velocity[i]) <= joint.velocityLimitRadS(),
          "velocity",
          command.velocity[i],
          i);
      require(Math.abs(command.effort[i]) <= joint.effortLimitNm(), "effort", command.effort[i], i);
      require(command.kp[i] == (held ? joint.kpNmRad() : 0), "kp", command.kp[i], i);
      double kd = mode == Mode.OFF || mode == Mode.ESTOP ? 0 : joint.dampingNmsRad();
      require(command.kd[i] == (held ? joint.kdNmsRad() : kd), "kd", command.kd[i], i);
      if (held) {
        require(position >= joint.lowerRad() && position <= joint.upperRad(), "limit", position, i);
        require(!heldBefore || Math.abs(position - last[i]) <= step, "rate", position - last[i], i);
      }
      last[i] = position;
    }
    heldBefore = held;
  }

  private void require(boolean holds, String what, Object value, int joint) {
    if (!holds) {
      throw new AssertionError(config.joints().get(joint).name() + ": " + what + ": " + value);
    }
  }
}
