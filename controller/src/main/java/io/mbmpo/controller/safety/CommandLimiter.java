package io.mbmpo.controller.safety;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * The last gate before the motors: a joint target inside the joint's limits, no further from the
 * one before than the rate limit allows in one tick, and finite, whatever is asked. The rate holds
 * per tick, not per elapsed time, so that a late tick cannot jump. Control thread only; allocates
 * nothing.
 */
public final class CommandLimiter {
  private final double[] lower;
  private final double[] upper;
  private final double stepRad;
  private final double[] last;
  private boolean saturated;

  public CommandLimiter(RobotConfig config) {
    lower = config.joints().stream().mapToDouble(JointConfig::lowerRad).toArray();
    upper = config.joints().stream().mapToDouble(JointConfig::upperRad).toArray();
    stepRad = config.control().targetRateRadS() / config.control().tickRateHz();
    last = config.joints().stream().mapToDouble(JointConfig::crouchRad).toArray();
  }

  /** Starts from where the joints are, rad. */
  public void startFrom(double[] measured) {
    for (int i = 0; i < last.length; i++) {
      double within = Math.max(lower[i], Math.min(upper[i], measured[i]));
      last[i] = Double.isFinite(within) ? within : last[i];
    }
    saturated = false;
  }

  /**
   * One tick.
   *
   * @param wanted joint targets, rad
   * @param into the limited targets, rad
   */
  public void limit(double[] wanted, double[] into) {
    saturated = false;
    for (int i = 0; i < last.length; i++) {
      double target = Math.max(lower[i], Math.min(upper[i], wanted[i]));
      double next = Math.max(last[i] - stepRad, Math.min(last[i] + stepRad, target));
      if (next != wanted[i]) { // also true when what is wanted is NaN
        saturated = true;
      }
      if (Double.isFinite(next)) {
        last[i] = next;
      }
      into[i] = last[i];
    }
  }

  /** Whether the last tick's targets were held back. */
  public boolean saturated() {
    return saturated;
  }
}
