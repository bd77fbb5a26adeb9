package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import java.util.Map;

/**
 * What {@code ./mbmpo identify} found out about a real robot, for its simulation. Joints that are
 * not named have what the URDF says.
 *
 * @param jointFrictionNm dry (Coulomb) friction by joint name, N·m
 * @param jointDampingNmsRad viscous friction by joint name, N·m·s/rad
 * @param motorStrength torque that the drives give, as a share of what they believe to give
 * @param commandDelayS from sending a command until the drives obey it, s
 * @param sensorDelayS from measurement to arrival of all sensors, s
 */
public record IdentifiedConfig(
    Map<String, Double> jointFrictionNm,
    Map<String, Double> jointDampingNmsRad,
    double motorStrength,
    double commandDelayS,
    double sensorDelayS) {
  /** The robot as its URDF has it, without delays. */
  public static final IdentifiedConfig NONE = new IdentifiedConfig(Map.of(), Map.of(), 1, 0, 0);

  public IdentifiedConfig {
    jointFrictionNm = Map.copyOf(jointFrictionNm);
    jointDampingNmsRad = Map.copyOf(jointDampingNmsRad);
  }

  /** Dry friction of a joint, N·m. */
  public double frictionNm(Joint joint) {
    return jointFrictionNm.getOrDefault(joint.name(), joint.frictionNm());
  }

  /** Viscous friction of a joint, N·m·s/rad. */
  public double dampingNmsRad(Joint joint) {
    return jointDampingNmsRad.getOrDefault(joint.name(), joint.dampingNmsRad());
  }
}
