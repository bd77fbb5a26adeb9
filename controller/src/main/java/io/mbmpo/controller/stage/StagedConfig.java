package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.ControlConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.OnboardConfig;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.SafetyConfig;
import io.mbmpo.robotconfigs.StandUpConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A robot as the controller is to know it in a stage: slower, weaker, its operator's deadman always
 * wanted. Its hash stays the robot's, whose policies it runs.
 */
public final class StagedConfig {
  /** Whatever odometry says of a hanging robot's height, it is no fall. */
  private static final double NO_HEIGHT_M = -1e9;

  private StagedConfig() {}

  /** For a robot on the ground. */
  public static RobotConfig onTheGround(RobotConfig robot, StageLimits limits) {
    List<JointConfig> joints = new ArrayList<>();
    for (JointConfig j : robot.joints()) {
      joints.add(joint(j, limits, j.stanceRad(), j.crouchRad(), j.dampingNmsRad()));
    }
    return with(robot, limits, joints, robot.safety().minHeightM());
  }

  /**
   * For a robot that hangs: it stands up to where its joints hang already. Let go, it is limp, for
   * damping by a speed of the wrong sign would drive it.
   *
   * @param hanging joint positions, rad
   */
  public static RobotConfig hanging(RobotConfig robot, StageLimits limits, double[] hanging) {
    List<JointConfig> joints = new ArrayList<>();
    for (int i = 0; i < hanging.length; i++) {
      JointConfig j = robot.joints().get(i);
      double margin = limits.marginRad();
      double pose = Math.max(j.lowerRad() + margin, Math.min(j.upperRad() - margin, hanging[i]));
      joints.add(joint(j, limits, pose, pose, 0));
    }
    return with(robot, limits, joints, NO_HEIGHT_M);
  }

  private static JointConfig joint(
      JointConfig j, StageLimits limits, double stance, double crouch, double damping) {
    return new JointConfig(
        j.name(),
        j.lowerRad(),
        j.upperRad(),
        j.velocityLimitRadS(),
        j.effortLimitNm() * limits.effortShare(),
        stance,
        crouch,
        j.actionScaleRad() * limits.actionShare(),
        j.kpNmRad(),
        j.kdNmsRad(),
        damping);
  }

  private static RobotConfig with(
      RobotConfig robot, StageLimits limits, List<JointConfig> joints, double minHeightM) {
    ControlConfig control = robot.control();
    StandUpConfig up = robot.standUp();
    SafetyConfig safety = robot.safety();
    OnboardConfig onboard = robot.onboard();
    OperatorConfig operator = onboard.operator();
    double slower = limits.slowdown();
    return new RobotConfig(
        robot.name(),
        robot.description(),
        joints,
        robot.model(),
        new ControlConfig(
            control.tickRateHz(),
            control.policyRateHz(),
            control.actionFilter(),
            control.targetRateRadS() * limits.rateShare()),
        new StandUpConfig(
            up.crouchS() * slower, up.riseS() * slower, up.settleS() * slower, up.dampingS()),
        new SafetyConfig(
            safety.maxTiltRad(),
            minHeightM,
            safety.jointStateTimeoutS(),
            safety.imuTimeoutS(),
            safety.odometryTimeoutS(),
            safety.positionMarginRad(),
            safety.velocityFactor(),
            safety.overrunTicks()),
        robot.task(),
        robot.simulation(),
        new OnboardConfig(
            new OperatorConfig(
                OperatorConfig.Deadman.ALWAYS,
                operator.timeoutS(),
                0,
                operator.deadmanButton(),
                operator.emergencyStopButton(),
                operator.clearButton(),
                operator.standButton(),
                operator.lieButton(),
                operator.walkButton(),
                operator.heightAxis()),
            onboard.recover(),
            onboard.sensorChecks(),
            onboard.realTime()),
        robot.ros2(),
        robot.estimator(),
        robot.hash());
  }
}
