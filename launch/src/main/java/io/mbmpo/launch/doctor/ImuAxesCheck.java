package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/** The IMU's accelerometer and its orientation agree on what is up. */
final class ImuAxesCheck implements Check {
  private static final String WHAT = "IMU axes";
  private static final double SAME_DEGREES = 5;
  private static final double WRONG_DEGREES = 12;
  private static final double OPPOSITE_DEGREES = 165;

  private final RobotConfig config;

  ImuAxesCheck(RobotConfig config) {
    this.config = config;
  }

  @Override
  public Verdict judge(Evidence heard) {
    Posture posture = Posture.of(config, heard);
    if (posture.force == null || !posture.still) {
      return Verdict.note(
          WHAT, "not checked: " + (posture.force == null ? "no IMU" : "the robot moves"));
    }
    double apart = Up.degrees(posture.force, posture.imuUp);
    String figure = Verdict.text("acceleration and orientation differ by %.1f°", apart);
    if (apart < SAME_DEGREES) {
      return Verdict.ok(WHAT, figure);
    }
    if (apart > OPPOSITE_DEGREES) {
      return Verdict.fault(
          WHAT,
          figure + ": acceleration has the wrong sign",
          "at rest it must point up: +9.81 m/s² on the axis that is up (REP-145)");
    }
    if (Double.isNaN(apart)) {
      return Verdict.fault(
          WHAT,
          "no orientation: its quaternion is 0 or no number",
          "let the driver publish an orientation (a filter such as imu_filter_madgwick makes one)");
    }
    return apart > WRONG_DEGREES
        ? Verdict.fault(
            WHAT,
            figure,
            "one of them is in other axes: give both in the trunk's, x forward, y left, z up"
                + " (REP-103), quaternion x, y, z, w")
        : Verdict.warn(WHAT, figure, "calibrate the accelerometer, or let the filter settle");
  }
}
