package io.mbmpo.sim;

/**
 * Dry (Coulomb) friction of a joint, as a share of its full value: v/(|v| + fade), so that it fades
 * out around standstill instead of jumping.
 */
public final class DryFriction {
  /** Joint speed at which half of the friction is left, rad/s. */
  public static final double FADE_RAD_S = 0.2;

  private DryFriction() {}

  /** Share of the full friction at a speed, rad/s; of the speed's sign. */
  public static double share(double velocity) {
    return velocity / (Math.abs(velocity) + FADE_RAD_S);
  }
}
