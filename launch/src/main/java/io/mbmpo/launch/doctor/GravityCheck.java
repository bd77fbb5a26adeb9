package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/** The accelerometer of a robot at rest shows gravity, in m/s². */
final class GravityCheck implements Check {
  /** Standard gravity, m/s². */
  static final double STANDARD_MS2 = 9.80665;

  private static final String WHAT = "IMU acceleration";
  private static final double RIGHT_WITHIN = 0.05;
  private static final double A_UNIT_WITHIN = 0.2;
  private static final double MUCH_OFF = 0.15;
  private static final double G_IN_MILLI = 1000;

  private final RobotConfig config;

  GravityCheck(RobotConfig config) {
    this.config = config;
  }

  @Override
  public Verdict judge(Evidence heard) {
    Posture posture = Posture.of(config, heard);
    if (posture.force == null) {
      return Verdict.note(WHAT, "not checked: no IMU");
    }
    double size = Up.norm(posture.force);
    String figure = Verdict.text("%.2f m/s² at rest", size);
    if (near(size, STANDARD_MS2, RIGHT_WITHIN)) {
      return Verdict.ok(WHAT, figure);
    }
    if (!posture.still) {
      return Verdict.note(WHAT, figure.replace("at rest", "while it moves: says nothing"));
    }
    String wanted = "publish m/s² (REP-103): at rest it shows 9.81";
    if (near(size, 1, A_UNIT_WITHIN)) {
      return Verdict.fault(WHAT, Verdict.text("%.2f at rest: it is in g", size), wanted);
    }
    if (near(size, G_IN_MILLI, A_UNIT_WITHIN)) {
      return Verdict.fault(WHAT, Verdict.text("%.0f at rest: it is in mg", size), wanted);
    }
    if (size < STANDARD_MS2 * A_UNIT_WITHIN) {
      return Verdict.fault(
          WHAT,
          figure + ": gravity was taken out of it, or nothing is measured",
          "publish acceleration with gravity (REP-145)");
    }
    return near(size, STANDARD_MS2, MUCH_OFF)
        ? Verdict.warn(WHAT, figure, "calibrate the accelerometer")
        : Verdict.fault(WHAT, figure, "check its unit, scale and range");
  }

  private static boolean near(double value, double wanted, double within) {
    return Math.abs(value - wanted) <= within * wanted;
  }
}
