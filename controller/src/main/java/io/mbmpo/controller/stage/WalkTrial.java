package io.mbmpo.controller.stage;

import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Waits for the operator's walk button and watches the policy for its whole time; whoever lets go
 * before begins again.
 */
final class WalkTrial implements Trial {
  private final Posture posture;
  private final double[] offsets;
  private final double walkNanos;
  private boolean walking;
  private long sinceNanos;
  private long walkedNanos;
  private volatile boolean shown;

  /**
   * @param real the robot as it is
   */
  WalkTrial(RobotConfig real, StageLimits limits) {
    posture = new Posture(real, limits);
    offsets = new double[real.jointCount()];
    walkNanos = (limits.seconds() - 1.5 * real.control().policyPeriodS()) * 1e9;
  }

  @Override
  public void begin(Readings now) {
    posture.begin(now);
  }

  @Override
  public boolean tick(Readings now) {
    boolean runs = now.mode == Mode.RUN;
    if (runs && !walking) {
      sinceNanos = now.nowNanos;
      posture.begin(now);
    }
    if (runs) {
      walkedNanos = now.nowNanos - sinceNanos;
      posture.tick(now);
    }
    boolean ended = walking && !runs;
    walking = runs;
    shown = runs;
    return ended && walkedNanos >= walkNanos;
  }

  @Override
  public boolean walks() {
    return true;
  }

  @Override
  public double[] offsets() {
    return offsets;
  }

  @Override
  public String doing() {
    return shown ? "walking" : "standing: hold the walk button too";
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(posture.checks());
    checks.add(
        Check.of(
            "walked",
            walkedNanos >= walkNanos,
            Posture.text("%.1f s, %.2f m away", walkedNanos * 1e-9, posture.driftM()),
            "hold the walk button to the end"));
    checks.add(posture.speed());
    return checks;
  }

  @Override
  public void figures(Map<String, Double> into) {
    into.put("walked_s", walkedNanos * 1e-9);
    posture.figures(into);
  }
}
