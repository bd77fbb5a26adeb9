package io.mbmpo.launch.command;

import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which robot. */
final class RobotOption {
  @Option(
      names = "--robot",
      defaultValue = "go1",
      paramLabel = "NAME",
      description = "Robot (default: ${DEFAULT-VALUE}; ./mbmpo robots lists them).")
  private String name;

  String name() {
    return name;
  }

  /**
   * Its folder.
   *
   * @throws io.mbmpo.robotconfigs.RobotConfigException when there is no such robot
   */
  Path folder(Place place) {
    return RobotConfigLoader.find(place.robots(), name);
  }

  /** Its configuration, loaded and checked. */
  RobotConfig config(Place place) {
    return config(place, name);
  }

  /** The configuration of a run's robot, with the overlay that the run was started with. */
  static RobotConfig config(Place place, RunFolder run) {
    Path folder = RobotConfigLoader.find(place.robots(), run.description().robot());
    return RobotConfigLoader.load(folder, Files.exists(run.overlay()) ? run.overlay() : null);
  }

  /** The configuration of a robot by name, loaded and checked. */
  static RobotConfig config(Place place, String name) {
    return RobotConfigLoader.load(RobotConfigLoader.find(place.robots(), name));
  }
}
