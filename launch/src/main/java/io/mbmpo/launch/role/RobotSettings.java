package io.mbmpo.launch.role;

import io.mbmpo.sim.SimulationOptions;

/**
 * How a run's robot is simulated; kept in {@code run.yaml} under {@code robot}.
 *
 * @param noise sensors are noisy
 * @param latencyS sensor delay, s
 * @param realTime on the wall clock instead of as fast as it goes
 */
public record RobotSettings(boolean noise, double latencyS, boolean realTime) {
  /** For the simulator. */
  public SimulationOptions simulation() {
    SimulationOptions options = SimulationOptions.nominal().withLatency(latencyS);
    return noise ? options.withNoise() : options;
  }
}
