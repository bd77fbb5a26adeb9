package io.mbmpo.launch.command;

import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where on the ROS 2 wire. What is not said is the environment's ({@code ROS_DOMAIN_ID}) or the
 * robot's ({@code ros2} in robot.yaml).
 */
final class Ros2Options {
  @Option(
      names = "--domain",
      paramLabel = "ID",
      description = "ROS domain (default: ROS_DOMAIN_ID, or the robot's).")
  private Integer domain;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Put before all relative topic names (default: the robot's).")
  private String namespace;

  @Option(
      names = "--interface",
      paramLabel = "ADDRESS",
      description =
          "IPv4 address of this machine to speak on, or all (default: the robot's: this machine only)."
              + " May be repeated.")
  private List<String> interfaces = List.of();

  @Option(
      names = "--remap",
      paramLabel = "FROM:=TO",
      description =
          "Another name for a topic, e.g. --remap odom:=/state/odometry. May be repeated.")
  private List<String> remaps = List.of();

  @Option(
      names = "--clock",
      paramLabel = "CLOCK",
      description =
          "synchronized: samples are as old as their stamps; arrival: as their arrival, for"
              + " simulators with a time of their own (default: the robot's).")
  private Ros2Config.Clock clock;

  @Option(
      names = "--command",
      paramLabel = "WHAT",
      description =
          "What is sent to the joints: position, effort or impedance (default: the robot's).")
  private Ros2Config.Command command;

  /** For a robot. */
  WireSettings settings(Ros2Config robot) {
    WireSettings settings =
        new WireSettings(
            domainId(robot),
            namespace == null ? robot.namespace() : namespace,
            interfaces.isEmpty() ? robot.interfaces() : interfaces,
            remaps(),
            clock == null ? "" : clock.text(),
            command == null ? "" : command.text());
    try {
      TopicNames unused = settings.names();
    } catch (IllegalArgumentException e) {
      throw LaunchException.usage(e.getMessage());
    }
    return settings;
  }

  /** The run's own settings, where nothing else is said here. */
  WireSettings over(WireSettings run) {
    Map<String, String> both = new LinkedHashMap<>(run.remaps());
    both.putAll(remaps());
    return new WireSettings(
        domain == null ? run.domainId() : checked(domain, "--domain"),
        namespace == null ? run.namespace() : namespace,
        interfaces.isEmpty() ? run.interfaces() : interfaces,
        both,
        clock == null ? run.clock() : clock.text(),
        command == null ? run.command() : command.text());
  }

  private int domainId(Ros2Config robot) {
    if (domain != null) {
      return checked(domain, "--domain");
    }
    String fromEnvironment = System.getenv("ROS_DOMAIN_ID");
    if (fromEnvironment == null || fromEnvironment.isBlank()) {
      return robot.domainId();
    }
    try {
      return checked(Integer.parseInt(fromEnvironment.strip()), "ROS_DOMAIN_ID");
    } catch (NumberFormatException e) {
      throw LaunchException.usage("ROS_DOMAIN_ID is \"" + fromEnvironment + "\", no number");
    }
  }

  /**
   * The domain, if there is such a one.
   *
   * @param from where it was said
   */
  static int checked(int id, String from) {
    if (id < 0 || id > Ros2Config.MAX_DOMAIN) {
      throw LaunchException.usage(from + " is " + id + "; allowed: 0 to " + Ros2Config.MAX_DOMAIN);
    }
    return id;
  }

  private Map<String, String> remaps() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String remap : remaps) {
      String[] sides = remap.split(":=", -1);
      if (sides.length != 2) {
        throw LaunchException.usage("--remap is \"" + remap + "\"; wanted: FROM:=TO");
      }
      pairs.put(sides[0], sides[1]);
    }
    return pairs;
  }
}
