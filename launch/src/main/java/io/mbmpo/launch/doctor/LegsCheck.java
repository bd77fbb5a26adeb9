package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.RobotConfig;

/**
 * By the joints, all feet are on the ground that the robot lies or stands on. A wrong sign or
 * exchanged joints that limits do not show put a foot into the air or the ground.
 */
final class LegsCheck implements Check {
  private static final String WHAT = "legs on the ground";
  private static final double CM = 100;

  private final RobotConfig config;
  private final boolean hanging;

  LegsCheck(RobotConfig config, boolean hanging) {
    this.config = config;
    this.hanging = hanging;
  }

  @Override
  public Verdict judge(Evidence heard) {
    if (hanging) {
      return Verdict.note(WHAT, "not checked: it hangs; --move looks at each joint");
    }
    OnGround ground = new OnGround(config, heard, false);
    if (!ground.usable()) {
      return Verdict.note(WHAT, "not checked: a joint moves, is not known or out of its range");
    }
    double[] q = ground.posture.position;
    double spread = ground.spreadM(q);
    if (Double.isNaN(spread)) {
      return Verdict.note(WHAT, "not checked: nothing says what is up");
    }
    String figure = Verdict.text("by the joints the feet differ by %.1f cm in height", spread * CM);
    if (spread <= ground.toleranceM) {
      return Verdict.ok(WHAT, figure);
    }
    if (ground.up() != null) {
      String plane = figure + ", in one plane";
      return upIsSure(ground.posture)
          ? Verdict.warn(WHAT, plane, "put it on level ground; if that is level, look with --move")
          : Verdict.note(WHAT, plane + "; see upright");
    }
    return new Wirings(config)
        .explanation(q, fixed -> ground.spreadM(fixed) <= ground.toleranceM)
        .map(
            why ->
                Verdict.fault(
                    WHAT,
                    why + ": " + figure,
                    "correct it in the driver, then look at each joint with --move"))
        .orElseGet(
            () ->
                Verdict.warn(
                    WHAT,
                    figure,
                    "put it on level ground with all feet down; --hanging if it hangs; --move looks"
                        + " at each joint"));
  }

  /** Two agree on it. */
  private static boolean upIsSure(Posture posture) {
    return posture.imuUp != null
        && posture.odometryUp != null
        && Up.degrees(posture.imuUp, posture.odometryUp) < UprightCheck.SAME_DEGREES;
  }
}
