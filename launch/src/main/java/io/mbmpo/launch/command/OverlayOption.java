package io.mbmpo.launch.command;

import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
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
}
