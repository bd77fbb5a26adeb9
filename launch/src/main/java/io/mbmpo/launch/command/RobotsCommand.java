package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigException;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mbmpo robots}. */
@Command(
    name = "robots",
    description = "List the robots and check their configurations.",
    footer = {
      "",
      "Each folder of robot-configs/ with a robot.yaml is a robot; its name goes with --robot.",
      "Ends with status 2 if a configuration is refused, and says why."
    })
public final class RobotsCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  public RobotsCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int refused = 0;
    for (String name : RobotConfigLoader.available(place.robots())) {
      try {
        RobotConfig robot = RobotConfigLoader.load(place.robots().resolve(name));
        out.printf("%-12s %2d joints   %s%n", name, robot.jointCount(), robot.description());
      } catch (RobotConfigException e) {
        refused++;
        err.printf("mbmpo: %s is refused:%n%s%n", name, e.getMessage().indent(2).stripTrailing());
      }
    }
    out.flush();
    err.flush();
    return refused == 0 ? ExitCodes.OK : ExitCodes.USAGE;
  }
}
