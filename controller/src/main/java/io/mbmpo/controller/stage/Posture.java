package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a robot on the ground has held itself: the worst of attitude, height, torque, tracking and
 * drift since {@link #begin}. Control thread only, but for what people read afterwards.
 */
final class Posture {
  /** Torque is judged as a mean over this time: a foot that lands is no overload, s. */
  private static final double SMOOTH_S = 0.05;

  private final double fresh;
  private final double[] effortNm;
  private final JointConfig[] joints;
  private final double[] effortLimitNm;
  private final StageLimits limits;
  private double startX;
  private double startY;
  private double tiltRad;
  private double lowestM;
  private double highestM;
  private double driftM;
  private double speedMS;
  private double errorRad;
  private int errorJoint;
  private double effortShare;
  private int effortJoint;

  /**
   * @param real the robot as it is
   */
  Posture(RobotConfig real, StageLimits limits) {
    this.limits = limits;
    fresh = 1 / (SMOOTH_S * real.control().tickRateHz());
    effortNm = new double[real.jointCount()];
    joints = real.joints().toArray(new JointConfig[0]);
    effortLimitNm = real.joints().stream().mapToDouble(JointConfig::effortLimitNm).toArray();
  }

  void begin(Readings now) {
    startX = now.odometry.position[0];
    startY = now.odometry.position[1];
    tiltRad = 0;
    lowestM = Double.POSITIVE_INFINITY;
    highestM = Double.NEGATIVE_INFINITY;
    driftM = 0;
    speedMS = 0;
    errorRad = 0;
    effortShare = 0;
    for (int i = 0; i < effortNm.length; i++) {
      effortNm[i] = Math.abs(now.joints.effort[i]);
    }
  }

  void tick(Readings now) {
    double[] p = now.odometry.position;
    double[] v = now.odometry.linearVelocity;
    tiltRad = Math.max(tiltRad, now.tiltRad());
    lowestM = Math.min(lowestM, p[2]);
    highestM = Math.max(highestM, p[2]);
    driftM = Math.max(driftM, Math.hypot(p[0] - startX, p[1] - startY));
    speedMS = Math.max(speedMS, Math.hypot(v[0], v[1]));
    for (int i = 0; i < joints.length; i++) {
      double error = Math.abs(now.targets[i] - now.joints.position[i]);
      if (error > errorRad) {
        errorRad = error;
        errorJoint = i;
      }
      effortNm[i] += fresh * (Math.abs(now.joints.effort[i]) - effortNm[i]);
      double share = effortNm[i] / effortLimitNm[i];
      if (share > effortShare) {
        effortShare = share;
        effortJoint = i;
      }
    }
  }

  double lowestM() {
    return lowestM;
  }

  double highestM() {
    return highestM;
  }

  double driftM() {
    return driftM;
  }

  /** Tilt, torque and tracking. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.of(
            "attitude",
            tiltRad <= limits.maxTiltRad(),
            text("tilted at most %.3f rad of %.2f", tiltRad, limits.maxTiltRad()),
            "the IMU's mounting, uneven ground, a leg that gives way"));
    checks.add(
        Check.of(
            "effort",
            effortShare <= limits.effortShare(),
            text("at most %.0f %% of the limit", 100 * effortShare)
                + text(" (%s), %.0f %% allowed", name(effortJoint), 100 * limits.effortShare()),
            "payload, a blocked joint, the stance, units of effort"));
    checks.add(
        Check.of(
            "tracking",
            errorRad <= limits.maxErrorRad(),
            text("at most %.3f rad off its target", errorRad)
                + text(" (%s), %.2f allowed", name(errorJoint), limits.maxErrorRad()),
            "gains, a slipping joint, payload"));
    return checks;
  }

  /** It stays where it is. */
  Check drift() {
    return Check.of(
        "drift",
        driftM <= limits.maxDriftM(),
        text("%.3f m, %.2f allowed", driftM, limits.maxDriftM()),
        "slippery ground, odometry that drifts");
  }

  /** It goes no faster than it may. */
  Check speed() {
    return Check.of(
        "speed",
        speedMS <= limits.maxSpeedMS(),
        text("at most %.2f m/s, %.2f allowed", speedMS, limits.maxSpeedMS()),
        "another policy, smaller action_share");
  }

  void figures(Map<String, Double> into) {
    into.put("tilt_rad", tiltRad);
    into.put("lowest_m", lowestM);
    into.put("highest_m", highestM);
    into.put("drift_m", driftM);
    into.put("speed_m_s", speedMS);
    into.put("joint_error_rad", errorRad);
    into.put("effort_share", effortShare);
  }

  private String name(int joint) {
    return joints[joint].name();
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
