package io.mbmpo.controller.record;

import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Who is recorded.
 *
 * @param config the robot
 * @param run name of the run
 * @param revision of this program
 */
public record RecordingSource(RobotConfig config, String run, String revision) {
  private static final String STAGE = "stage ";

  /** A robot in a stage of its first steps: its controller's commands are recorded as reduced. */
  public static RecordingSource ofStage(RobotConfig config, String stage, String revision) {
    return new RecordingSource(config, STAGE + stage, revision);
  }

  /** Whether a recording of this run is one of a stage. */
  public static boolean isStage(String run) {
    return run.startsWith(STAGE);
  }
}
