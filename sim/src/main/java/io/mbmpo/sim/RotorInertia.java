package io.mbmpo.sim;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;

/**
 * The spinning parts of motor and gear, which a URDF leaves out. They are felt at the joint, and
 * they keep a drive of gain kd stable that is evaluated once per physics step h: without them that
 * needs h·kd below twice the inertia of a bare leg. Here each joint gets J = h·(h·kp + kd +
 * passive), passive friction as the URDF has it, which for a robot of the Go1's size is 0.005
 * kg·m², as much as its real rotors show behind their gears. J is added to the body that the joint
 * carries, about the joint's axis.
 */
final class RotorInertia {
  private final RobotConfig config;
  private final double stepS;

  /**
   * @param stepS physics step h, s
   */
  RotorInertia(RobotConfig config, double stepS) {
    this.config = config;
    this.stepS = stepS;
  }

  /** J of one joint, kg·m². */
  double about(BodyTree.Body body) {
    JointConfig drive = config.joints().get(body.joint());
    Joint hinge = body.hinge();
    double passive = hinge.dampingNmsRad() + hinge.frictionNm() / DryFriction.FADE_RAD_S;
    double kd = Math.max(drive.kdNmsRad(), drive.dampingNmsRad());
    return stepS * (stepS * drive.kpNmRad() + kd + passive);
  }

  /** J·a·aᵀ in the body's frame, row by row; 0 for the trunk. */
  double[] inertia(BodyTree.Body body) {
    double[] out = new double[9];
    if (body.joint() >= 0) {
      double j = about(body);
      List<Double> axis = body.hinge().axis();
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          out[3 * r + c] = j * axis.get(r) * axis.get(c);
        }
      }
    }
    return out;
  }
}
