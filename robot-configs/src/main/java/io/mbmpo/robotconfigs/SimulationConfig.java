package io.mbmpo.robotconfigs;

/**
 * What only the embedded simulator needs.
 *
 * @param groundFriction Coulomb friction coefficient of foot on ground
 * @param startPerturbationRad uniform half-width of the joint perturbation at reset, rad
 * @param gyroNoiseRadS standard deviation of gyroscope noise when noise is on, rad/s
 * @param orientationNoiseRad standard deviation of orientation noise when noise is on, rad
 * @param jointPositionNoiseRad standard deviation of joint position noise when noise is on, rad
 * @param jointVelocityNoiseRadS standard deviation of joint velocity noise when noise is on, rad/s
 * @param odometryVelocityNoiseMS standard deviation of base velocity noise when noise is on, m/s
 */
public record SimulationConfig(
    double groundFriction,
    double startPerturbationRad,
    double gyroNoiseRadS,
    double orientationNoiseRad,
    double jointPositionNoiseRad,
    double jointVelocityNoiseRadS,
    double odometryVelocityNoiseMS) {}
