package io.mbmpo.launch.command;

import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.launch.doctor.Doctor;
import io.mbmpo.launch.doctor.HandGuide;
import io.mbmpo.launch.doctor.Report;
import io.mbmpo.launch.doctor.WireListener;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.keys.End;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo doctor}. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Check a robot on the ROS 2 wire, and this machine, before it is given torque.",
      "Listens and never commands: the robot may lie limp on level ground, or hang (--hanging), or"
          + " stand by its own controller. A line a check: ok, -- (not told), warn or FAULT, what"
          + " was found, what to do."
    },
    footer = {
      "",
      "Try it on a simulated robot, sound or with a fault:",
      "  ./mbmpo sim --fault joints_swapped &",
      "  ./mbmpo doctor",
      "Once for a new robot, each joint by hand, which finds what rest does not show:",
      "  ./mbmpo doctor --robot go1 --move",
      "",
      "Exit status: 0 no fault; 1 a fault was found; 2 wrong arguments or configuration; 3 no DDS.",
      "More: docs/doctor.md"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final double PATIENCE_S = 30;
  private static final double LEAST_S = 1;
  private static final double MOST_S = 600;

  private final Place place;
  private final OperatingSystem system;
  private final Clock clock;
  @Spec private CommandSpec spec;

  @Mixin private RobotOption robot;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "S",
      description = "How long to listen (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--hanging", description = "The robot hangs: its feet touch nothing.")
  private boolean hanging;

  @Option(
      names = "--move",
      arity = "0..1",
      split = ",",
      fallbackValue = ALL,
      paramLabel = "JOINT",
      description =
          "Then ask for joints to be moved by hand, all or those named (with commas between): finds"
              + " wrong names, signs and units.")
  private List<String> move = List.of();

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "Check this MQTT broker too, tcp:// or ssl://, as given to ./mbmpo robot.")
  private String broker;

  @Mixin private BrokerOptions link;
  @Mixin private Ros2Options ros2;

  /**
   * @param system asked for real-time rights
   * @param clock certificates are held against it
   */
  public DoctorCommand(Place place, OperatingSystem system, Clock clock) {
    this.place = place;
    this.system = system;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (!(seconds >= LEAST_S && seconds <= MOST_S)) {
      throw LaunchException.usage("--seconds is " + seconds + "; allowed: 1 to 600");
    }
    RobotConfig config = robot.config(place);
    List<String> toMove = toMove(config);
    BrokerAccess access = link.access(place, broker);
    WireSettings wire = ros2.settings(config.ros2());
    Ros2Config wired = wire.config(config);
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Report();
    say(
        out,
        "listening to %s in ROS domain %d on %s for %.0f s"
            .formatted(
                config.name(), wired.domainId(), String.join(", ", wired.interfaces()), seconds));
    try (WireListener listener = new WireListener(config, wired, wire.names())) {
      report.print(Doctor.robot(config, wired, listener.listen(seconds), hanging), out);
      if (!toMove.isEmpty()) {
        say(out, "By hand now: the drives limp, somebody at the emergency stop; Ctrl-C ends.");
        HandGuide guide = HandGuide.of(config, listener, line -> say(out, line), PATIENCE_S);
        report.print(guide.guide(toMove), out);
      }
    }
    // Last: what asking for rights was granted stays with the process.
    Path keys = keys(access, config.name());
    report.print(Doctor.machine(config, system, place.runs(), access, keys, clock), out);
    say(out, report.sum());
    return report.faulty() ? ExitCodes.FAILED_RUN : ExitCodes.OK;
  }

  private List<String> toMove(RobotConfig config) {
    List<String> joints = config.joints().stream().map(JointConfig::name).toList();
    if (move.equals(List.of(ALL))) {
      return joints;
    }
    for (String name : move) {
      if (!joints.contains(name)) {
        throw LaunchException.usage(
            "--move is "
                + name
                + "; joints of "
                + config.name()
                + ": "
                + String.join(", ", joints));
      }
    }
    return move;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /** The broker's; without a broker those that the project has for the robot; null without any. */
  private Path keys(BrokerAccess access, String name) {
    if (access != null) {
      return access.keys();
    }
    return Files.isDirectory(place.keys().resolve(End.ROBOT.identity(name))) ? place.keys() : null;
  }
}
