package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.gazebo.GazeboOverlay;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How the simulated robot differs from its description. */
final class OverlayOption {
  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description =
          "Simulate the robot as identified from its recordings: settings that ./mbmpo identify"
              + " wrote, laid over robot.yaml (docs/identify.md).")
  private Path file;

  /** Null for none. */
  Path file() {
    return file;
  }

  /**
   * The robot's configuration with the overlay on it, loaded and checked.
   *
   * @throws io.mbmpo.robotconfigs.RobotConfigException naming file, field and value
   */
  RobotConfig config(Place place, String robot) {
    return RobotConfigLoader.load(RobotConfigLoader.find(place.robots(), robot), file);
  }

  /**
   * The same for Gazebo.
   *
   * @throws LaunchException when the overlay sets what Gazebo cannot simulate
   */
  RobotConfig gazeboConfig(Place place, String robot) {
    RobotConfig laid = config(place, robot);
    List<String> deaf =
        GazeboOverlay.notSimulated(
            RobotOption.config(place, robot).simulation(), laid.simulation());
    if (!deaf.isEmpty()) {
      throw LaunchException.usage(
          "--overlay %s sets %s, which Gazebo cannot simulate: its sensors are exact; take that out, or use the embedded simulator (./mbmpo evaluate, ./mbmpo sim)"
              .formatted(file, String.join(", ", deaf)));
    }
    return laid;
  }

  /**
   * The same for a model file for any Gazebo.
   *
   * @throws LaunchException when the overlay sets what such a file cannot say
   */
  RobotConfig modelConfig(Place place, String robot) {
    RobotConfig laid = gazeboConfig(place, robot);
    List<String> deaf = GazeboOverlay.notInModel(laid.simulation());
    if (!deaf.isEmpty()) {
      throw LaunchException.usage(
          "--overlay %s sets %s, which a model file cannot say: only our plugin knows it (./mbmpo gazebo); take that out to export its friction"
              .formatted(file, String.join(", ", deaf)));
    }
    return laid;
  }
}
