package io.mbmpo.robotconfigs;

/**
 * One actuated joint. Limits come from the URDF, the rest from {@code robot.yaml}.
 *
 * @param name URDF and ROS joint name
 * @param lowerRad lower position limit, rad
 * @param upperRad upper position limit, rad
 * @param velocityLimitRadS greatest speed, rad/s
 * @param effortLimitNm greatest torque, N·m
 * @param stanceRad position when standing; the zero of the action, rad
 * @param crouchRad position when lying ready to stand up, rad
 * @param actionScaleRad joint target offset for an action of 1, rad
 * @param kpNmRad position gain, N·m/rad
 * @param kdNmsRad velocity gain, N·m·s/rad
 * @param dampingNmsRad velocity gain of the damping mode, N·m·s/rad
 */
public record JointConfig(
    String name,
    double lowerRad,
    double upperRad,
    double velocityLimitRadS,
    double effortLimitNm,
    double stanceRad,
    double crouchRad,
    double actionScaleRad,
    double kpNmRad,
    double kdNmsRad,
    double dampingNmsRad) {}
