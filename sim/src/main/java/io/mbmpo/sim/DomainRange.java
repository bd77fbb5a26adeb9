package io.mbmpo.sim;

import java.util.Random;

/**
 * From where each episode's {@link Domain} is drawn, uniformly and by the seed alone.
 *
 * @param massFactor factor on every body's mass and inertia
 * @param frictionFactor factor on the configured ground friction
 * @param motorStrength factor on the drives' torque limits
 * @param payloadKg point mass fixed at the trunk's centre of mass, kg
 * @param extraLatencyS sensor delay on top of {@link SimulationOptions#latencyS()}, s
 * @param startYawRad heading at the start, rad
 */
public record DomainRange(
    Interval massFactor,
    Interval frictionFactor,
    Interval motorStrength,
    Interval payloadKg,
    Interval extraLatencyS,
    Interval startYawRad) {

  /** A closed interval; {@code low == high} fixes the value. */
  public record Interval(double low, double high) {
    public Interval {
      if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
        throw new IllegalArgumentException(
            "interval [" + low + ", " + high + "]: both ends must be finite and low ≤ high");
      }
    }

    public static Interval fixed(double value) {
      return new Interval(value, value);
    }

    double draw(Random random) {
      return low + (high - low) * random.nextDouble();
    }
  }

  public DomainRange {
    require("massFactor", massFactor, 0.1);
    require("frictionFactor", frictionFactor, 0);
    require("motorStrength", motorStrength, 0);
    require("payloadKg", payloadKg, 0);
    require("extraLatencyS", extraLatencyS, 0);
  }

  private static void require(String name, Interval interval, double least) {
    if (interval.low() < least) {
      throw new IllegalArgumentException(
          name + ": low is " + interval.low() + "; allowed: at least " + least);
    }
  }

  /** The robot as configured. */
  public static DomainRange nominal() {
    Interval one = Interval.fixed(1);
    Interval none = Interval.fixed(0);
    return new DomainRange(one, one, one, none, none, none);
  }

  /** Draws one episode's domain; takes the same number of draws whatever the intervals. */
  Domain draw(Random random, double latencyS) {
    return new Domain(
        massFactor.draw(random),
        frictionFactor.draw(random),
        motorStrength.draw(random),
        payloadKg.draw(random),
        latencyS + extraLatencyS.draw(random),
        startYawRad.draw(random));
  }
}
