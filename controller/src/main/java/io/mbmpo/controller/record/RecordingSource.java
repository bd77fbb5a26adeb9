package io.mbmpo.controller.record;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.Optional;

/**
 * Who is recorded.
 *
 * @param config the robot
 * @param run name of the run
 * @param revision of this program
 * @param command what is sent to the joints: who closes the loop
 */
public record RecordingSource(
    RobotConfig config, String run, String revision, Ros2Config.Command command) {
  private static final String STAGE = "stage ";

  /** A robot on the ROS 2 wire. */
  public static RecordingSource onTheWire(RobotConfig config, String run, String revision) {
    return new RecordingSource(config, run, revision, config.ros2().command());
  }

  /** The embedded simulator, in the controller's process: its drives take the whole command. */
  public static RecordingSource embedded(RobotConfig config, String run, String revision) {
    return new RecordingSource(config, run, revision, Ros2Config.Command.IMPEDANCE);
  }

  /** A robot in a stage of its first steps: its controller's commands are recorded as reduced. */
  public static RecordingSource ofStage(RobotConfig config, String stage, String revision) {
    return onTheWire(config, STAGE + stage, revision);
  }

  /** The word of the stage that a run of this name is; empty for any other run. */
  public static Optional<String> stageOf(String run) {
    return isStage(run) ? Optional.of(run.substring(STAGE.length())) : Optional.empty();
  }

  /** Whether a recording of this run is one of a stage. */
  public static boolean isStage(String run) {
    return run.startsWith(STAGE);
  }
}
