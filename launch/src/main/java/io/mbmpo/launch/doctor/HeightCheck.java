package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/** Odometry's z is the height over the ground, as the controller takes it. */
final class HeightCheck implements Check {
  private static final String WHAT = "odometry height";

  private final RobotConfig config;
  private final boolean hanging;

  HeightCheck(RobotConfig config, boolean hanging) {
    this.config = config;
    this.hanging = hanging;
  }

  @Override
  public Verdict judge(Evidence heard) {
    OnGround ground = new OnGround(config, heard, hanging);
    double height = ground.posture.heightM;
    if (Double.isNaN(height)) {
      return Verdict.note(WHAT, "not checked: no odometry");
    }
    if (!ground.level()) {
      return Verdict.note(WHAT, Verdict.text("%.2f m; nothing to compare it with", height));
    }
    String figure = Verdict.text("%.2f m, by the legs %.2f m", height, ground.heightM());
    return Math.abs(height - ground.heightM()) <= ground.toleranceM
        ? Verdict.ok(WHAT, figure)
        : Verdict.fault(
            WHAT,
            figure,
            "z must be the trunk's height over the ground, not over where it was switched on; or"
                + " leave odometry to be estimated (docs/estimation.md)");
  }
}
