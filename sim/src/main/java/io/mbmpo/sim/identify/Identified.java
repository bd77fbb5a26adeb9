package io.mbmpo.sim.identify;

import java.util.List;

/**
 * What recordings say about a robot's drives.
 *
 * @param motorStrength torque that the drives give, as a share of what they believe to give
 * @param commandDelayS from sending a command until the drives obey it, s
 * @param joints in the config's order
 */
public record Identified(
    Estimate motorStrength, Estimate commandDelayS, List<JointFriction> joints) {
  public Identified {
    joints = List.copyOf(joints);
  }

  /**
   * Friction of one joint.
   *
   * @param joint name
   * @param frictionNm dry, N·m
   * @param dampingNmsRad viscous, N·m·s/rad
   * @param rotorKgM2 inertia of the drive's rotor as the joint feels it, kg·m²; NaN if unknown
   */
  public record JointFriction(
      String joint, Estimate frictionNm, Estimate dampingNmsRad, double rotorKgM2) {}
}
