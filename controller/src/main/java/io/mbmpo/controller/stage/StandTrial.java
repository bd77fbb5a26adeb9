package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stands still. */
final class StandTrial implements Trial {
  /** Share of the height that the stance gives at which a robot stands. */
  private static final double TALL = 0.75;

  private final Posture posture;
  private final double[] offsets;
  private final double holdNanos;
  private final double heightM;
  private long sinceNanos;

  /**
   * @param real the robot as it is
   */
  StandTrial(RobotConfig real, StageLimits limits) {
    posture = new Posture(real, limits);
    offsets = new double[real.jointCount()];
    holdNanos = limits.seconds() * 1e9;
    heightM = standingM(real);
  }

  /** Height of the trunk in the stance, m. */
  static double standingM(RobotConfig robot) {
    double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    return Kinematics.of(robot).trunkHeightM(stance);
  }

  @Override
  public void begin(Readings now) {
    sinceNanos = now.nowNanos;
    posture.begin(now);
  }

  @Override
  public boolean tick(Readings now) {
    posture.tick(now);
    return now.nowNanos - sinceNanos >= holdNanos;
  }

  @Override
  public double[] offsets() {
    return offsets;
  }

  @Override
  public String doing() {
    return "standing still";
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(posture.checks());
    checks.add(height(posture.lowestM(), heightM));
    checks.add(posture.drift());
    return checks;
  }

  static Check height(double standsM, double stanceM) {
    return Check.of(
        "height",
        standsM >= TALL * stanceM,
        Posture.text("%.3f m, the stance gives %.3f m", standsM, stanceM),
        "gains, payload, odometry's height above the ground");
  }

  @Override
  public void figures(Map<String, Double> into) {
    posture.figures(into);
  }
}
