package io.mbmpo.sim;

/**
 * How true to life the simulation is.
 *
 * @param noise sensors are as noisy as the robot's {@code simulation} settings say; else exact
 * @param latencyS delay from measurement to publication of all sensors, s; rounded to whole ticks.
 *     Stamps stay those of the measurement
 * @param domain from where each episode's physics is drawn
 */
public record SimulationOptions(boolean noise, double latencyS, DomainRange domain) {
  public SimulationOptions {
    if (!(latencyS >= 0 && latencyS <= 1)) {
      throw new IllegalArgumentException("latencyS is " + latencyS + "; allowed: 0 to 1 s");
    }
  }

  /** Exact sensors without delay, the robot as configured. */
  public static SimulationOptions nominal() {
    return new SimulationOptions(false, 0, DomainRange.nominal());
  }

  public SimulationOptions withNoise() {
    return new SimulationOptions(true, latencyS, domain);
  }

  public SimulationOptions withLatency(double seconds) {
    return new SimulationOptions(noise, seconds, domain);
  }

  public SimulationOptions withDomain(DomainRange range) {
    return new SimulationOptions(noise, latencyS, range);
  }
}
