package io.mbmpo.launch.role;

import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * A run whose controller does without the robot's odometry; kept in {@code run.yaml} under {@code
 * estimate}. Runs without it use the odometry that the robot gives.
 *
 * @param withheld whether it does
 */
public record EstimateSettings(boolean withheld) {
  /** Where these settings stand in a run's. */
  public static final String GROUP = "estimate";

  /** The robot as the run's controller is to see it. */
  public static RobotConfig robot(RunDescription run, RobotConfig config) {
    return run.settings().containsKey(GROUP)
            && run.settings(GROUP, EstimateSettings.class).withheld()
        ? config.withoutOdometry()
        : config;
  }
}
