package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.NewRobot;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigException;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo robots}. */
@Command(
    name = "robots",
    sortOptions = false,
    description = {
      "List the robots and check their configurations, or begin a new one.",
      "A robot is a folder with a robot.yaml and its URDF; the folder's name goes with --robot."
    },
    footer = {
      "",
      "Robots are looked for in robot-configs/, and in the folder that MBMPO_ROBOTS names, where a"
          + " robot",
      "is your own and not to be part of the project. From a URDF to a robot that stands:",
      "  export MBMPO_ROBOTS=~/robots",
      "  ./mbmpo robots --new spot_like --urdf ~/downloads/spot_like.urdf",
      "  ./mbmpo evaluate --robot spot_like --stand --render stand.gif",
      "docs/add-a-robot.md goes on from there.",
      "Ends with status 2 if a configuration is refused, and says why."
    })
public final class RobotsCommand implements Callable<Integer> {
  private final Place place;
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false)
  private New made;

  /** What a new robot is begun with. */
  private static final class New {
    @Option(
        names = "--new",
        required = true,
        paramLabel = "NAME",
        description = "Make a robot's folder with a draft of its robot.yaml, to be checked by you.")
    private String name;

    @Option(
        names = "--urdf",
        required = true,
        paramLabel = "FILE",
        description = "Its URDF, which is copied there.")
    private Path urdf;
  }

  public RobotsCommand(Place place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    return made == null ? list() : begin();
  }

  private int list() {
    int refused = 0;
    for (Path root : place.robots()) {
      for (String name : RobotConfigLoader.available(root)) {
        refused += show(root.resolve(name)) ? 0 : 1;
      }
    }
    return refused == 0 ? ExitCodes.OK : ExitCodes.USAGE;
  }

  private int begin() {
    Path folder = NewRobot.create(place.newRobots(), made.name, made.urdf);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: robot.yaml, a draft, and %s.urdf%n", place.typed(folder), folder.getFileName());
    if (!show(folder)) {
      return ExitCodes.USAGE;
    }
    out.println(balance(RobotConfigLoader.load(folder)));
    out.println("It loads. What robot.yaml marks \"guess\" is yours to check: docs/add-a-robot.md");
    out.printf(
        "Whether it stands: ./mbmpo evaluate --robot %s --stand --render stand.gif%n", made.name);
    out.flush();
    return ExitCodes.OK;
  }

  /** How it stands, by its URDF: left legs that do not mirror right ones show here. */
  private static String balance(RobotConfig robot) {
    Kinematics kinematics = Kinematics.of(robot);
    double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    double[] away = kinematics.centreOfMassM(stance);
    for (double[] foot : kinematics.footPositionsM(stance)) {
      away[0] -= foot[0] / kinematics.footCount();
      away[1] -= foot[1] / kinematics.footCount();
    }
    return String.format(
        Locale.ROOT,
        "stance       trunk %.3f m up; centre of mass %+.3f m ahead of the middle of its %d feet,"
            + " %+.3f m to the left",
        kinematics.trunkHeightM(stance),
        away[0],
        kinematics.footCount(),
        away[1]);
  }

  /** One line; false where the robot is refused, which is then said. */
  private boolean show(Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    String name = folder.getFileName().toString();
    try {
      RobotConfig robot = RobotConfigLoader.load(folder);
      out.printf("%-12s %2d joints   %s%n", name, robot.jointCount(), robot.description());
      out.flush();
      return true;
    } catch (RobotConfigException e) {
      err.printf("mbmpo: %s is refused:%n%s%n", name, e.getMessage().indent(2).stripTrailing());
      err.flush();
      return false;
    }
  }
}
