package io.mbmpo.learner;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;

/**
 * What a snapshot says of the robot it is for; a simulated task is a robot too. Arrays are not to
 * be changed.
 *
 * @param name robot or task
 * @param configHash of everything that decides how it moves; episodes of another hash are refused
 * @param policyPeriodS time between two observations, s
 * @param actionCenter joint target at action 0, rad (0 where actions are not joint targets)
 * @param actionScale joint target offset at action 1, rad (1 where actions are not joint targets)
 */
public record RobotIdentity(
    String name,
    String configHash,
    double policyPeriodS,
    float[] actionCenter,
    float[] actionScale) {

  public static RobotIdentity of(RobotConfig config) {
    List<JointConfig> joints = config.joints();
    float[] center = new float[joints.size()];
    float[] scale = new float[joints.size()];
    for (int j = 0; j < joints.size(); j++) {
      center[j] = (float) joints.get(j).stanceRad();
      scale[j] = (float) joints.get(j).actionScaleRad();
    }
    return new RobotIdentity(
        config.name(), config.hash(), config.control().policyPeriodS(), center, scale);
  }
}
