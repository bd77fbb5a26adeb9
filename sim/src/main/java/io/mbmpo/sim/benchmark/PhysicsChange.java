package io.mbmpo.sim.benchmark;

/**
 * Physics other than the published: what a policy is carried over to.
 *
 * @param massFactor multiplies mass and inertia of every body
 * @param motorStrengthFactor multiplies what every motor makes of its control
 */
public record PhysicsChange(double massFactor, double motorStrengthFactor) {
  /** The published physics. */
  public static final PhysicsChange NONE = new PhysicsChange(1, 1);

  public PhysicsChange {
    check("massFactor", massFactor);
    check("motorStrengthFactor", motorStrengthFactor);
  }

  private static void check(String name, double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new TaskRefusedException(name + " must be greater than 0 and finite: " + factor);
    }
  }
}
