package io.mbmpo.robotconfigs;

/**
 * Rates and smoothing of the control loop.
 *
 * @param tickRateHz control ticks a second; every tick checks safety and sends a command
 * @param policyRateHz policy evaluations a second; divides {@code tickRateHz}
 * @param actionFilter share (0, 1] of a new action target that passes at each policy step; the rest
 *     is the previous filtered target
 * @param targetRateRadS greatest change of a commanded joint position, rad/s
 */
public record ControlConfig(
    int tickRateHz, int policyRateHz, double actionFilter, double targetRateRadS) {

  /** Ticks between two policy evaluations. */
  public int ticksPerPolicyStep() {
    return tickRateHz / policyRateHz;
  }

  /** Control period, ns. */
  public long tickPeriodNanos() {
    return 1_000_000_000L / tickRateHz;
  }

  /** Policy period, s. */
  public double policyPeriodS() {
    return 1.0 / policyRateHz;
  }
}
