package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.Map;

/**
 * How far the joints of a hanging robot came off their targets, rad, and what torque they took,
 * N·m: the greatest of each joint. Noted on the control thread, which allocates nothing; read by
 * any.
 */
final class JointStrain {
  private final double[] effortLimitNm;
  private final StageLimits limits;
  private final double[] error;
  private final double[] effort;

  /**
   * @param real the robot as it is, not as the stage has it
   */
  JointStrain(RobotConfig real, StageLimits limits) {
    this.limits = limits;
    effortLimitNm = real.joints().stream().mapToDouble(JointConfig::effortLimitNm).toArray();
    error = new double[effortLimitNm.length];
    effort = new double[effortLimitNm.length];
  }

  void noteError(int i, Readings now) {
    error[i] = Math.max(error[i], Math.abs(now.targets[i] - now.joints.position[i]));
  }

  void noteEffort(int i, Readings now) {
    effort[i] = Math.max(effort[i], Math.abs(now.joints.effort[i]));
  }

  double errorRad(int i) {
    return error[i];
  }

  double effortNm(int i) {
    return effort[i];
  }

  /** Of what the joint can give. */
  double effortShare(int i) {
    return effort[i] / effortLimitNm[i];
  }

  /** What to look at; empty when the joint follows without undue torque. */
  String remedy(int i) {
    if (error[i] > limits.maxErrorRad()) {
      return "it follows badly: friction, a slipping joint, gains";
    }
    return effort[i] > limits.effortShare() * effortLimitNm[i]
        ? "too much torque for a leg in the air: something blocks it, or effort has other units"
        : "";
  }

  /** The worst joint's, for what is kept of the stage. */
  void figures(Map<String, Double> into) {
    into.put("joint_error_rad", Arrays.stream(error).max().orElse(0));
    double share = 0;
    for (int i = 0; i < effort.length; i++) {
      share = Math.max(share, effortShare(i));
    }
    into.put("effort_share", share);
  }
}
