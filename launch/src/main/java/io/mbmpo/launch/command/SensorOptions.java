package io.mbmpo.launch.command;

import io.mbmpo.launch.role.RobotSettings;
import picocli.CommandLine.Option;

/** How true to life a simulated robot's sensors are. */
final class SensorOptions {
  @Option(names = "--noise", description = "Noisy sensors.")
  private boolean noise;

  @Option(
      names = "--latency",
      defaultValue = "0",
      paramLabel = "S",
      description = "Sensor delay, s (default: ${DEFAULT-VALUE}).")
  private double latencyS;

  RobotSettings settings(boolean realTime) {
    return new RobotSettings(noise, latencyS, realTime);
  }
}
