package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/** The gyroscope of a robot at rest shows nothing. */
final class GyroCheck implements Check {
  private static final String WHAT = "IMU rates";
  private static final double BIAS_RAD_S = 0.05;
  private static final double WRONG_RAD_S = 0.3;

  private final RobotConfig config;

  GyroCheck(RobotConfig config) {
    this.config = config;
  }

  @Override
  public Verdict judge(Evidence heard) {
    Posture posture = Posture.of(config, heard);
    if (posture.turn == null || !posture.still) {
      return Verdict.note(
          WHAT, "not checked: " + (posture.turn == null ? "no IMU" : "the robot moves"));
    }
    double rate = Up.norm(posture.turn);
    String figure =
        Verdict.text(
            "(%.3f, %.3f, %.3f) rad/s at rest", posture.turn[0], posture.turn[1], posture.turn[2]);
    if (rate < BIAS_RAD_S) {
      return Verdict.ok(WHAT, figure);
    }
    String remedy =
        "keep it still while the IMU starts, calibrate its bias, publish rad/s (REP-103)";
    return rate < WRONG_RAD_S
        ? Verdict.warn(WHAT, figure, remedy)
        : Verdict.fault(WHAT, figure, remedy);
  }
}
