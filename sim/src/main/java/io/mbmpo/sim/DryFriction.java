package io.mbmpo.sim;

/**
 * Dry (Coulomb) friction of a joint, as a share of its full value: v/(|v| + fade), so that it fades
 * out around standstill instead of jumping.
 */
public final class DryFriction {
  /** Joint speed at which half of the friction is left, rad/s; more where {@link FrictionFade}. */
  public static final double FADE_RAD_S = 0.2;

  private DryFriction() {}

  /**
   * Share of the full friction at a speed; of the speed's sign.
   *
   * @param velocity rad/s
   * @param fadeRadS speed at which half of it is left, rad/s
   */
  public static double share(double velocity, double fadeRadS) {
    return velocity / (Math.abs(velocity) + fadeRadS);
  }
}
