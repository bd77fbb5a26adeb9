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
 * @param gyroBiasRadS standard deviation of each gyroscope axis' constant error of an episode when
 *     noise is on, rad/s
 * @param accelerometerNoiseMS2 standard deviation of accelerometer noise when noise is on, m/s²
 * @param accelerometerBiasMS2 standard deviation of each accelerometer axis' constant error of an
 *     episode when noise is on, m/s²
 * @param identified drives and delays as found in recordings of the real robot
 */
public record SimulationConfig(
    double groundFriction,
    double startPerturbationRad,
    double gyroNoiseRadS,
    double orientationNoiseRad,
    double jointPositionNoiseRad,
    double jointVelocityNoiseRadS,
    double odometryVelocityNoiseMS,
    double gyroBiasRadS,
    double accelerometerNoiseMS2,
    double accelerometerBiasMS2,
    IdentifiedConfig identified) {

  /** With nothing identified. */
  public SimulationConfig(
      double groundFriction,
      double startPerturbationRad,
      double gyroNoiseRadS,
      double orientationNoiseRad,
      double jointPositionNoiseRad,
      double jointVelocityNoiseRadS,
      double odometryVelocityNoiseMS,
      double gyroBiasRadS,
      double accelerometerNoiseMS2,
      double accelerometerBiasMS2) {
    this(
        groundFriction,
        startPerturbationRad,
        gyroNoiseRadS,
        orientationNoiseRad,
        jointPositionNoiseRad,
        jointVelocityNoiseRadS,
        odometryVelocityNoiseMS,
        gyroBiasRadS,
        accelerometerNoiseMS2,
        accelerometerBiasMS2,
        IdentifiedConfig.NONE);
  }

  /** The same with other drives and delays. */
  public SimulationConfig with(IdentifiedConfig other) {
    return new SimulationConfig(
        groundFriction,
        startPerturbationRad,
        gyroNoiseRadS,
        orientationNoiseRad,
        jointPositionNoiseRad,
        jointVelocityNoiseRadS,
        odometryVelocityNoiseMS,
        gyroBiasRadS,
        accelerometerNoiseMS2,
        accelerometerBiasMS2,
        other);
  }
}
