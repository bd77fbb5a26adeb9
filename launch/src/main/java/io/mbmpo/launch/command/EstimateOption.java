package io.mbmpo.launch.command;

import picocli.CommandLine.Option;

/** Whether the controller has to do without the robot's odometry. */
final class EstimateOption {
  @Option(
      names = "--estimate",
      description =
          "Withhold the robot's odometry: velocity, height and heading are estimated from IMU and"
              + " legs (docs/estimation.md).")
  private boolean estimate;

  boolean chosen() {
    return estimate;
  }
}
