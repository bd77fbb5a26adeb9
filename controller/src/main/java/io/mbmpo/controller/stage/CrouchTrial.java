package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lowers and raises the standing robot a few times, each in the first and second half. */
final class CrouchTrial implements Trial {
  /** Lowered by less than this share of its height it has not been lowered. */
  private static final double LOWERED = 0.1;

  /** Comes back to its height within this share. */
  private static final double BACK = 0.1;

  private final Posture posture;
  private final double[] offsets;
  private final double cycleNanos;
  private final int times;
  private long sinceNanos;
  private double startM;
  private double endM;
  private volatile double lowering;

  /**
   * @param real the robot as it is
   */
  CrouchTrial(RobotConfig real, StageLimits limits) {
    posture = new Posture(real, limits);
    offsets = new double[real.jointCount()];
    cycleNanos = limits.seconds() * 1e9;
    times = limits.times();
  }

  @Override
  public void begin(Readings now) {
    sinceNanos = now.nowNanos;
    startM = now.odometry.position[2];
    posture.begin(now);
  }

  @Override
  public boolean tick(Readings now) {
    double cycles = (now.nowNanos - sinceNanos) / cycleNanos;
    lowering = cycles < times && cycles % 1 < 0.5 ? 1 : 0;
    posture.tick(now);
    endM = now.odometry.position[2];
    return cycles >= times;
  }

  @Override
  public double lowering() {
    return lowering;
  }

  @Override
  public double[] offsets() {
    return offsets;
  }

  @Override
  public String doing() {
    return lowering > 0 ? "lowering" : "raising";
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(posture.checks());
    double down = startM - posture.lowestM();
    checks.add(
        Check.of(
            "lowered",
            down >= LOWERED * startM,
            Posture.text("by %.3f m from %.3f m", down, startM),
            "joints that do not follow, odometry's height"));
    checks.add(
        Check.of(
            "raised again",
            Math.abs(endM - startM) <= BACK * startM,
            Posture.text("to %.3f m, from %.3f m before", endM, startM),
            "a joint that slips, gains, odometry that drifts"));
    checks.add(posture.drift());
    return checks;
  }

  @Override
  public void figures(Map<String, Double> into) {
    posture.figures(into);
  }
}
