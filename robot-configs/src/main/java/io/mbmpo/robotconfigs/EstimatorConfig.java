package io.mbmpo.robotconfigs;

/**
 * How base velocity, height and heading are estimated from IMU and legs, for a robot without
 * odometry. Noises are standard deviations of one sample. No part of the configuration's hash: an
 * estimate means what odometry means, only less exactly, as a noisy sensor does.
 *
 * @param heading where the heading comes from
 * @param orientationNoiseRad of the IMU's orientation, rad
 * @param gyroNoiseRadS of the gyroscope, rad/s
 * @param gyroBiasRadS of the gyroscope's constant error, from one switching on to the next, rad/s
 * @param accelerometerNoiseMS2 of the accelerometer, and of what the IMU's tilt adds, m/s²
 * @param accelerometerBiasMS2 of the accelerometer's constant error, m/s²
 * @param footVelocityNoiseMS of the velocity of a standing foot as the leg has it: joint speeds,
 *     slipping, m/s
 * @param footHeightNoiseM of the height of a standing foot over the ground, m
 * @param contactForceShare share of the robot's weight on a foot from which it is believed to
 *     stand; 0: efforts are not measured
 * @param contactHeightM height over the ground up to which a foot may stand, m
 */
public record EstimatorConfig(
    Heading heading,
    double orientationNoiseRad,
    double gyroNoiseRadS,
    double gyroBiasRadS,
    double accelerometerNoiseMS2,
    double accelerometerBiasMS2,
    double footVelocityNoiseMS,
    double footHeightNoiseM,
    double contactForceShare,
    double contactHeightM) {

  /** Where the heading comes from. */
  public enum Heading {
    /** The IMU's orientation is believed: it has its own way to hold the yaw. */
    IMU,
    /** The gyroscope is integrated, its bias learned whenever the robot is still. */
    GYRO
  }

  /** What {@code robot.schema.json} names as defaults. */
  public static final EstimatorConfig DEFAULT =
      new EstimatorConfig(Heading.IMU, 0.01, 0.02, 0.02, 0.3, 0.3, 0.1, 0.01, 0.15, 0.04);

  /** The same with the heading from elsewhere. */
  public EstimatorConfig withHeading(Heading from) {
    return new EstimatorConfig(
        from,
        orientationNoiseRad,
        gyroNoiseRadS,
        gyroBiasRadS,
        accelerometerNoiseMS2,
        accelerometerBiasMS2,
        footVelocityNoiseMS,
        footHeightNoiseM,
        contactForceShare,
        contactHeightM);
  }
}
