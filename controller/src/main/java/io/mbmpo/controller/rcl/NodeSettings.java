package io.mbmpo.controller.rcl;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node's parameters say.
 *
 * @param robot name of the robot
 * @param robots folder of all robots
 * @param run folder of the run: trusted keys, spool, last good policy
 * @param broker MQTT broker
 * @param recordMb newest recordings that are kept in the run folder, MB; 0: nothing is recorded
 * @param nativeGrowthLimitMib loss of memory at which the node ends between two rollouts, MiB; 0:
 *     never
 */
public record NodeSettings(
    String robot, Path robots, Path run, String broker, long recordMb, long nativeGrowthLimitMib) {
  private static final Logger log = LoggerFactory.getLogger(NodeSettings.class);
  private static final String NOT_GIVEN = "";
  private static final long LEAST_RECORD_MB = 20;
  private static final long MOST_RECORD_MB = 1_000_000;

  /** All parameters, with defaults. */
  public static final List<NodeParameter> DECLARED =
      List.of(
          NodeParameter.text(
              "robot", "go1", "Robot: name of a folder with robot.yaml in the robots folder."),
          NodeParameter.text(
              "robots",
              NOT_GIVEN,
              "Folder of all robots; empty: the one that mbmpo_description has installed."),
          NodeParameter.text(
              "run",
              NOT_GIVEN,
              "Run folder: keys/trusted/*.pub (whose policies may run), episodes not yet"
                  + " acknowledged, the last good policy. Required."),
          NodeParameter.text("broker", "tcp://127.0.0.1:1883", "MQTT broker, tcp:// or ssl://."),
          NodeParameter.number(
              "record_mb",
              200,
              0,
              MOST_RECORD_MB,
              "Every tick is recorded; so much, MB, is kept in the run folder's recordings/: 20 or"
                  + " more; 0: nothing is recorded."),
          NodeParameter.number(
              "native_growth_limit_mib",
              2048,
              0,
              1 << 20,
              "rcljava loses memory with every message. At this loss, MiB, the node ends between"
                  + " two rollouts, to be started anew; 0: never."));

  /**
   * From the command line and its parameter files; the command line wins.
   *
   * @param installedRobots folder of all robots unless a parameter says another; may be null
   * @throws IllegalArgumentException when one is missing or does not fit, naming it
   */
  public static NodeSettings of(NodeArguments arguments, Path installedRobots) {
    Map<String, Object> values = values(arguments);
    String robots = (String) values.get("robots");
    String run = (String) values.get("run");
    if (run.equals(NOT_GIVEN)) {
      throw new IllegalArgumentException(
          "parameter run is missing: the folder of a run, e.g. --ros-args -p run:=$HOME/run");
    }
    if (robots.equals(NOT_GIVEN) && installedRobots == null) {
      throw new IllegalArgumentException(
          "parameter robots is missing: the folder with the robots' folders");
    }
    long recordMb = (Long) values.get("record_mb");
    if (recordMb != 0 && recordMb < LEAST_RECORD_MB) {
      throw new IllegalArgumentException(
          "parameter record_mb is %d; allowed: 0 for none, or %d to %d"
              .formatted(recordMb, LEAST_RECORD_MB, MOST_RECORD_MB));
    }
    return new NodeSettings(
        (String) values.get("robot"),
        robots.equals(NOT_GIVEN) ? installedRobots : Path.of(robots),
        Path.of(run),
        (String) values.get("broker"),
        recordMb,
        (Long) values.get("native_growth_limit_mib"));
  }

  private static Map<String, Object> values(NodeArguments arguments) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (Path file : arguments.parameterFiles()) {
      given.putAll(ParameterFile.read(file, arguments.fullName()));
    }
    given.putAll(arguments.parameters());
    Map<String, Object> values = new LinkedHashMap<>();
    for (NodeParameter parameter : DECLARED) {
      Object value = given.remove(parameter.name());
      values.put(parameter.name(), value == null ? parameter.standard() : parameter.checked(value));
    }
    if (!given.isEmpty()) {
      log.warn("unknown parameters are ignored: {}", String.join(", ", given.keySet()));
    }
    return values;
  }

  /** What a parameter came out as: a String, or a Long. */
  public Object value(NodeParameter parameter) {
    return switch (parameter.name()) {
      case "robot" -> robot;
      case "robots" -> robots.toString();
      case "run" -> run.toString();
      case "broker" -> broker;
      case "record_mb" -> recordMb;
      case "native_growth_limit_mib" -> nativeGrowthLimitMib;
      default -> throw new IllegalArgumentException("no parameter " + parameter.name());
    };
  }
}
