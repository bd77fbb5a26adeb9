package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.sense.Observer;
import io.mbmpo.link.Episode;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;

/** A robot's port that keeps what a standing robot's sensors said. One thread. */
final class StandWatch extends ForwardingRobotPort {
  private final RobotConfig config;
  private final JointState joints;
  private final OdometryState odometry = new OdometryState();
  private final double[] position;
  private final double[] effort;
  private double heightM;
  private double tiltRad;
  private double startX;
  private double startY;
  private long ticks;

  StandWatch(RobotConfig config, RobotPort robot) {
    super(robot);
    this.config = config;
    joints = new JointState(config.jointCount());
    position = new double[config.jointCount()];
    effort = new double[config.jointCount()];
  }

  /** After each tick. */
  void look(Mode mode) {
    if (mode != Mode.RUN) {
      return;
    }
    if (ticks++ == 0) {
      startX = odometry.position[0];
      startY = odometry.position[1];
    }
    double upright = Observer.uprightness(odometry.orientation);
    tiltRad = Math.max(tiltRad, Math.acos(Math.max(-1, Math.min(1, upright))));
    heightM += odometry.position[2];
    for (int i = 0; i < position.length; i++) {
      position[i] += joints.position[i];
      effort[i] += joints.effort[i];
    }
  }

  /** What came of it; means over the time under the policy. */
  Standing standing(double askedS, Episode episode) {
    int far = 0;
    int hard = 0;
    for (int i = 1; i < position.length; i++) {
      far = Math.abs(away(i)) > Math.abs(away(far)) ? i : far;
      hard = share(i) > share(hard) ? i : hard;
    }
    double[] stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    return new Standing(
        episode.length() * episode.policyPeriodS(),
        askedS,
        episode.end(),
        heightM / ticks,
        Kinematics.of(config).trunkHeightM(stance),
        tiltRad,
        Math.hypot(odometry.position[0] - startX, odometry.position[1] - startY),
        config.joints().get(far),
        away(far),
        config.joints().get(hard),
        effort[hard] / ticks);
  }

  private double away(int joint) {
    return position[joint] / ticks - config.joints().get(joint).stanceRad();
  }

  private double share(int joint) {
    return Math.abs(effort[joint] / ticks) / config.joints().get(joint).effortLimitNm();
  }

  @Override
  public boolean take(JointState into) {
    boolean fresh = super.take(into);
    if (fresh) {
      joints.copyFrom(into);
    }
    return fresh;
  }

  @Override
  public boolean take(OdometryState into) {
    boolean fresh = super.take(into);
    if (fresh) {
      odometry.copyFrom(into);
    }
    return fresh;
  }
}
