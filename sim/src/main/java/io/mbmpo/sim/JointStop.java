package io.mbmpo.sim;

/**
 * The mechanical end of a joint's way: a stiff, damped spring that only pushes back. ODE's own
 * stops are rows of its contact problem, and its solver fails on robots that fall on folded legs
 * ("LCP internal error", energy from nowhere); a torque cannot.
 */
final class JointStop {
  private final double lower;
  private final double upper;
  private final double stiffness;
  private final double damping;

  /**
   * @param lower rad
   * @param upper rad
   * @param inertia least inertia felt at the joint, kg·m²; with it the stop is as stiff as the step
   *     allows
   * @param stepS physics step, s
   */
  JointStop(double lower, double upper, double inertia, double stepS) {
    this.lower = lower;
    this.upper = upper;
    this.stiffness = 0.5 * inertia / (stepS * stepS);
    this.damping = 0.5 * inertia / stepS;
  }

  /** N·m, at position {@code q}, rad, and {@code velocity}, rad/s. */
  double torque(double q, double velocity) {
    if (q > upper) {
      return -Math.max(0, stiffness * (q - upper) + damping * velocity);
    } else if (q < lower) {
      return Math.max(0, stiffness * (lower - q) - damping * velocity);
    }
    return 0;
  }

  /** Elastic energy held at position {@code q}, J. */
  double energyJ(double q) {
    double deep = Math.max(0, Math.max(q - upper, lower - q));
    return 0.5 * stiffness * deep * deep;
  }
}
