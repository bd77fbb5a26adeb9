package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.launch.role.EstimateSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.RobotConfig;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every process of a run is told. */
final class RoleOptions {
  @Option(names = "--run", paramLabel = "RUN", description = "Run folder, as ./mbmpo demo made it.")
  private Path run;

  @Option(
      names = "--broker",
      defaultValue = "tcp://127.0.0.1:1883",
      paramLabel = "URI",
      description = "MQTT broker, tcp:// or ssl:// (default: ${DEFAULT-VALUE}).")
  private String broker;

  @Mixin private BrokerOptions link;

  /** A run and the robot it is of, as its controller is to see it. */
  record OpenRun(RunFolder folder, RobotConfig config) {}

  BrokerAccess access(Place place) {
    return link.access(place, broker);
  }

  /** Folder of the run; null when none is named. */
  Path run() {
    return run;
  }

  /** Opens the run and sends the log to its file, unless whoever started this process chose one. */
  OpenRun open(Place place, String role) {
    if (run == null) {
      throw LaunchException.usage(
          "Missing required option: '--run=RUN': a run folder; ./mbmpo runs lists them");
    }
    RunFolder folder = RunFolder.open(run);
    if (System.getProperty(LogFile.FILE_PROPERTY) == null) {
      LogFile.useAndShow(folder.log(role)); // started by hand
    }
    RobotConfig config = RobotOption.config(place, folder);
    return new OpenRun(folder, EstimateSettings.robot(folder.description(), config));
  }
}
