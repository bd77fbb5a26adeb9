package io.mbmpo.sim;

import io.mbmpo.robotconfigs.JointConfig;

/**
 * What a motor can give. Towards its speed limit it runs out of torque; braking is not limited by
 * speed.
 */
public final class DriveLimit {
  /** Share of the speed limit up to which a motor gives its full torque. */
  private static final double FULL_TORQUE_SPEED = 0.8;

  private final double effortNm;
  private final double velocityRadS;

  public DriveLimit(JointConfig joint) {
    effortNm = joint.effortLimitNm();
    velocityRadS = joint.velocityLimitRadS();
  }

  /** The torque that is given when one is wanted, N·m, at a speed, rad/s; 0 for NaN. */
  public double held(double wanted, double velocity) {
    return held(wanted, velocity, 1);
  }

  /**
   * The same for a motor with other limits.
   *
   * @param factor on the torque limit
   */
  double held(double wanted, double velocity, double factor) {
    if (Double.isNaN(wanted)) {
      return 0; // a drive that gets nonsense lets go
    }
    double limit = effortNm * factor;
    if (wanted * velocity > 0) {
      double left = (velocityRadS - Math.abs(velocity)) / ((1 - FULL_TORQUE_SPEED) * velocityRadS);
      limit *= Math.max(0, Math.min(1, left));
    }
    return Math.max(-limit, Math.min(limit, wanted));
  }
}
