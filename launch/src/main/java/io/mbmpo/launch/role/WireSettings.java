package io.mbmpo.launch.role;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run whose robot is on the ROS 2 wire; kept in {@code run.yaml} under {@code wire}. Runs without
 * it have their robot in the controller's process.
 *
 * @param domainId ROS domain
 * @param namespace of all relative topic names; may be empty
 * @param interfaces IPv4 addresses of this machine that are spoken on, or {@code all}
 * @param remaps from topic name to topic name
 * @param clock {@code arrival}: stamps are not believed, {@code synchronized}: they are; empty, as
 *     in runs that were made without it: as the robot's configuration says
 * @param command what is sent to the joints, as {@code ros2.command}; empty as above
 */
public record WireSettings(
    int domainId,
    String namespace,
    List<String> interfaces,
    Map<String, String> remaps,
    @JsonSetter(nulls = Nulls.AS_EMPTY) String clock,
    @JsonSetter(nulls = Nulls.AS_EMPTY) String command) {
  /** A {@code clock}. */
  public static final String ARRIVAL = "arrival";

  private static final String SYNCHRONIZED = "synchronized";
  private static final String GROUP = "wire";

  /**
   * @throws IllegalArgumentException when clock or command is a word that means nothing: a run.yaml
   *     may have been edited by hand
   */
  public WireSettings {
    if (!clock.isEmpty() && !clock.equals(ARRIVAL) && !clock.equals(SYNCHRONIZED)) {
      throw unknown("clock", clock, ARRIVAL + ", " + SYNCHRONIZED);
    }
    if (!command.isEmpty() && kind(command).isEmpty()) {
      String kinds =
          Stream.of(Ros2Config.Command.values())
              .map(Ros2Config.Command::text)
              .collect(Collectors.joining(", "));
      throw unknown("command", command, kinds);
    }
  }

  /** Clock and command as the robot's configuration says. */
  public WireSettings(
      int domainId, String namespace, List<String> interfaces, Map<String, String> remaps) {
    this(domainId, namespace, interfaces, remaps, "", "");
  }

  /** The run's, or null when its robot is in the controller's process. */
  public static WireSettings of(RunDescription run) {
    return run.settings().containsKey(GROUP) ? run.settings(GROUP, WireSettings.class) : null;
  }

  /** The robot's own settings, with these in place. */
  public Ros2Config config(RobotConfig robot) {
    Ros2Config ros2 =
        robot.ros2().withDomain(domainId).withNamespace(namespace).withInterfaces(interfaces);
    if (!clock.isEmpty()) {
      ros2 = ros2.withSynchronizedClock(!clock.equals(ARRIVAL));
    }
    return kind(command).map(ros2::withCommand).orElse(ros2);
  }

  private static Optional<Ros2Config.Command> kind(String text) {
    return Stream.of(Ros2Config.Command.values())
        .filter(command -> command.text().equals(text))
        .findFirst();
  }

  private static IllegalArgumentException unknown(String field, String value, String allowed) {
    return new IllegalArgumentException(
        "%s is \"%s\"; allowed: %s, or nothing for the robot's own"
            .formatted(field, value, allowed));
  }

  /** Topic names. */
  public TopicNames names() {
    return new TopicNames(namespace, remaps);
  }
}
