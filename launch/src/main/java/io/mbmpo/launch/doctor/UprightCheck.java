package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/**
 * IMU, odometry and the legs on level ground agree on what is up. Of three that do not, the one is
 * wrong against which the two others agree: an IMU that is turned in its mounting, as a rule.
 */
final class UprightCheck implements Check {
  /** Nearer together than this is the same, degrees. */
  static final double SAME_DEGREES = 4;

  /** Further apart than this the robot could fall by it, degrees. */
  private static final double WRONG_DEGREES = 8;

  private static final String WHAT = "upright";
  private static final String MOUNTING =
      "enter how the IMU is mounted in its driver (or turn it): orientation, rates and acceleration"
          + " are wanted in the trunk's axes, x forward, y left, z up";

  private final RobotConfig config;
  private final boolean hanging;

  UprightCheck(RobotConfig config, boolean hanging) {
    this.config = config;
    this.hanging = hanging;
  }

  @Override
  public Verdict judge(Evidence heard) {
    OnGround ground = new OnGround(config, heard, hanging);
    double[] imu = ground.posture.imuUp;
    double[] odometry = ground.posture.odometryUp;
    double[] legs = ground.up();
    if (imu == null) {
      return Verdict.note(WHAT, "not checked: no IMU");
    }
    if (odometry == null && legs == null) {
      return Verdict.note(
          WHAT, Verdict.text("by the IMU tilted by %.1f°; nothing to compare it with", tilt(imu)));
    }
    double[] other = odometry == null ? legs : odometry;
    String otherName = odometry == null ? "the legs" : "odometry";
    double apart = Up.degrees(imu, other);
    String figure = Verdict.text("IMU and %s differ by %.1f°", otherName, apart);
    if (apart < SAME_DEGREES) {
      return Verdict.ok(WHAT, Verdict.text("%s; tilted by %.1f°", figure, tilt(imu)));
    }
    if (apart < WRONG_DEGREES) {
      return Verdict.warn(WHAT, figure, MOUNTING);
    }
    boolean legsAgainstImu = legs != null && Up.degrees(imu, legs) > WRONG_DEGREES;
    boolean legsAgainstOdometry =
        legs != null && odometry != null && Up.degrees(odometry, legs) > WRONG_DEGREES;
    if (odometry != null && legsAgainstOdometry && !legsAgainstImu) {
      return Verdict.fault(
          WHAT,
          figure + ", and the legs agree with the IMU",
          "odometry's orientation is wrong; look into what computes it");
    }
    if (odometry != null && legsAgainstImu && !legsAgainstOdometry) {
      return Verdict.fault(
          WHAT,
          Verdict.text(
              "%s, and the legs agree with odometry: the IMU (frame \"%s\") is turned",
              figure, heard.imu().last().frame),
          MOUNTING);
    }
    return Verdict.fault(WHAT, figure, MOUNTING + "; or is the ground not level?");
  }

  private static double tilt(double[] up) {
    return Up.degrees(up, new double[] {0, 0, 1});
  }
}
