package io.mbmpo.launch.role;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.SimulationOptions;

/**
 * How a run's robot is simulated; kept in {@code run.yaml} under {@code robot}.
 *
 * @param noise sensors are noisy
 * @param latencyS sensor delay, s
 * @param realTime on the wall clock instead of as fast as it goes
 * @param estimate its odometry is withheld and estimated; false in runs from before that was asked
 */
public record RobotSettings(boolean noise, double latencyS, boolean realTime, boolean estimate) {
  /** The robot as this run's controller is to see it. */
  public RobotConfig robot(RobotConfig config) {
    return estimate ? config.withoutOdometry() : config;
  }

  /** The same with odometry withheld, or not. */
  public RobotSettings estimating(boolean withheld) {
    return new RobotSettings(noise, latencyS, realTime, withheld);
  }

  /** For the simulator. */
  public SimulationOptions simulation() {
    SimulationOptions options = SimulationOptions.nominal().withLatency(latencyS);
    return noise ? options.withNoise() : options;
  }
}
