package io.mbmpo.launch.role;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import java.util.List;
import java.util.Map;

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
  private static final String GROUP = "wire";

  /**
   * @throws IllegalArgumentException when the domain is none, or clock or command is a word that
   *     means nothing: a run.yaml may have been edited by hand
   */
  public WireSettings {
    if (domainId < 0 || domainId > Ros2Config.MAX_DOMAIN) {
      throw new IllegalArgumentException(
          "domainId is %d; allowed: 0 to %d".formatted(domainId, Ros2Config.MAX_DOMAIN));
    }
    var unused = Ros2Config.DEFAULT.withWords(clock, command);
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
    return robot
        .ros2()
        .withDomain(domainId)
        .withNamespace(namespace)
        .withInterfaces(interfaces)
        .withWords(clock, command);
  }

  /**
   * The robot as it is reached by these: what judges or limits its commands must know their kind.
   */
  public RobotConfig on(RobotConfig robot) {
    return robot.with(config(robot));
  }

  /** Topic names. */
  public TopicNames names() {
    return new TopicNames(namespace, remaps);
  }
}
