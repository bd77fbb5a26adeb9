package io.mbmpo.controller.policy;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Turns actions into joint targets, {@code stance + scale·clip(a, −1, 1)}, and smooths them:
 * filtered = (1 − f)·filtered + f·target at each policy step. Its memory is part of the
 * observation. Control thread only; allocates nothing.
 */
public final class ActionFilter {
  private final double[] center;
  private final double[] scale;
  private final double share;
  private final double[] filtered;

  public ActionFilter(RobotConfig config) {
    center = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    scale = config.joints().stream().mapToDouble(JointConfig::actionScaleRad).toArray();
    share = config.control().actionFilter();
    filtered = center.clone();
  }

  /** Forgets the past: the filtered targets are the stance. */
  public void reset() {
    System.arraycopy(center, 0, filtered, 0, center.length);
  }

  /** One policy step. An action that is not finite leaves its joint's target where it was. */
  public void apply(float[] action) {
    for (int i = 0; i < filtered.length; i++) {
      double target = center[i] + scale[i] * Math.max(-1, Math.min(1, (double) action[i]));
      if (!Double.isNaN(target)) {
        filtered[i] += share * (target - filtered[i]);
      }
    }
  }

  /** Filtered joint targets, rad; the live array, not to be changed. */
  public double[] targets() {
    return filtered;
  }
}
