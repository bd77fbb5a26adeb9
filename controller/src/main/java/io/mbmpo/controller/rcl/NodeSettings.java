package io.mbmpo.controller.rcl;

import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.mqtt.SecuredLink;
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
 * @param keys key folder with the robot's certificate and whom it trusts; null: the run's own keys
 * @param insecure whether plain TCP may leave this machine
 * @param estimate the robot's odometry is withheld, if it has any
 * @param metrics where metrics are shown, as a person wrote it; empty: as is the habit
 * @param recordMb newest recordings that are kept in the run folder, MB; 0: nothing is recorded
 * @param nativeGrowthLimitMib loss of memory at which the node ends between two rollouts, MiB; 0:
 *     never
 */
public record NodeSettings(
    String robot,
    Path robots,
    Path run,
    String broker,
    Path keys,
    boolean insecure,
    boolean estimate,
    String metrics,
    long recordMb,
    long nativeGrowthLimitMib) {
  private static final Logger log = LoggerFactory.getLogger(NodeSettings.class);
  private static final String NOT_GIVEN = "";
  private static final long LEAST_RECORD_MB = 20;
  private static final long MOST_RECORD_MB = 1_000_000;
  private static final String METRICS_FORM = "off, PORT or HOST:PORT, PORT from 0 to 65535";

  /** All parameters, with defaults. */
  public static final List<NodeParameter> DECLARED =
      List.of(
          NodeParameter.text(
              "robot",
              "go1",
              "Robot: name of a folder with robot.yaml in the robots folder. By default the run's,"
                  + " where run.yaml says so."),
          NodeParameter.text(
              "robots",
              NOT_GIVEN,
              "Folder of all robots; empty: the one that mbmpo_description has installed."),
          NodeParameter.text(
              "run",
              NOT_GIVEN,
              "Run folder: keys/trusted/*.pub (whose policies may run), episodes not yet"
                  + " acknowledged, the last good policy. Required."),
          NodeParameter.text("broker", "tcp://127.0.0.1:1883", "MQTT broker.")
              .allowed(
                  "ssl://HOST:PORT with keys; tcp://HOST:PORT on this machine, or with insecure"),
          NodeParameter.text(
              "keys",
              NOT_GIVEN,
              "Folder that mbmpo keys made, for ssl://. Its robot-ROBOT/ holds the robot's"
                  + " certificate and trusted/*.pub, which then count instead of the run's."),
          NodeParameter.flag(
              "insecure", false, "Plain tcp:// may leave this machine: on a network you trust."),
          NodeParameter.flag(
              "estimate",
              false,
              "The robot's odometry is not used: velocity, height and heading are estimated from"
                  + " IMU and legs, as they are anyway for a robot without odometry. By default as"
                  + " the run's run.yaml says."),
          NodeParameter.text(
                  "metrics",
                  NOT_GIVEN,
                  "Where Prometheus finds metrics, at /metrics; without HOST on this machine only."
                      + " Empty: port %d of this machine, if it is free."
                          .formatted(MetricsAddress.DEFAULT_PORT))
              .allowed(METRICS_FORM),
          NodeParameter.number(
                  "record_mb",
                  200,
                  0,
                  MOST_RECORD_MB,
                  "Every tick is recorded; so much, MB, is kept in the run folder's recordings/; 0:"
                      + " nothing is recorded.")
              .allowed("0, or %d and more".formatted(LEAST_RECORD_MB)),
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
    Map<String, Object> given = given(arguments);
    String run = String.valueOf(given.getOrDefault("run", NOT_GIVEN));
    if (run.equals(NOT_GIVEN)) {
      throw new IllegalArgumentException(
          "parameter run is missing: the folder of a run, e.g. --ros-args -p run:=$HOME/run");
    }
    KnownRun known = KnownRun.of(Path.of(run));
    Map<String, Object> values = values(given, known);
    known
        .robot()
        .filter(robot -> !robot.equals(values.get("robot")))
        .ifPresent(
            robot -> {
              throw new IllegalArgumentException(
                  "parameter robot is %s, but %s is a run of %s"
                      .formatted(values.get("robot"), run, robot));
            });
    String robots = (String) values.get("robots");
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
        broker(values),
        values.get("keys").equals(NOT_GIVEN) ? null : Path.of((String) values.get("keys")),
        (Boolean) values.get("insecure"),
        (Boolean) values.get("estimate"),
        metrics((String) values.get("metrics")),
        recordMb,
        (Long) values.get("native_growth_limit_mib"));
  }

  private static String broker(Map<String, Object> values) {
    String broker = (String) values.get("broker");
    boolean here;
    try {
      here = SecuredLink.staysHere(broker);
    } catch (LinkException e) {
      throw new IllegalArgumentException("parameter broker: " + e.getMessage(), e);
    }
    if (SecuredLink.isTls(broker) && values.get("keys").equals(NOT_GIVEN)) {
      throw new IllegalArgumentException(
          "parameter broker is %s, which needs parameter keys: the folder that mbmpo keys made"
                  .formatted(broker)
              + " (docs/security.md)");
    }
    if (!SecuredLink.isTls(broker) && !here && !(Boolean) values.get("insecure")) {
      throw new IllegalArgumentException(
          ("parameter broker is %s, not on this machine, and without TLS whoever is on the network"
                  + " between can take part: use ssl:// with keys (docs/security.md); on a network"
                  + " that you trust, set insecure:=true")
              .formatted(broker));
    }
    return broker;
  }

  /** YAML takes a bare {@code off} for a false. */
  private static String metrics(String text) {
    String meant = text.equals("false") ? "off" : text;
    if (!meant.equals(NOT_GIVEN)) {
      try {
        MetricsAddress.parse(meant);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "parameter metrics is %s; allowed: %s".formatted(text, METRICS_FORM), e);
      }
    }
    return meant;
  }

  /** Where metrics are shown. */
  public MetricsAddress metricsAddress() {
    return metrics.equals(NOT_GIVEN) ? MetricsAddress.byDefault() : MetricsAddress.parse(metrics);
  }

  private static Map<String, Object> given(NodeArguments arguments) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (Path file : arguments.parameterFiles()) {
      given.putAll(ParameterFile.read(file, arguments.fullName()));
    }
    given.putAll(arguments.parameters());
    return given;
  }

  private static Map<String, Object> values(Map<String, Object> given, KnownRun known) {
    Map<String, Object> defaults = new LinkedHashMap<>(Map.of("estimate", known.estimate()));
    known.robot().ifPresent(robot -> defaults.put("robot", robot));
    Map<String, Object> values = new LinkedHashMap<>();
    for (NodeParameter parameter : DECLARED) {
      String name = parameter.name();
      Object value = given.remove(name);
      values.put(
          name,
          value == null
              ? defaults.getOrDefault(name, parameter.standard())
              : parameter.checked(value));
    }
    if (!given.isEmpty()) {
      log.warn("unknown parameters are ignored: {}", String.join(", ", given.keySet()));
    }
    return values;
  }

  /** What a parameter came out as: a String, a Boolean, or a Long. */
  public Object value(NodeParameter parameter) {
    return switch (parameter.name()) {
      case "robot" -> robot;
      case "robots" -> robots.toString();
      case "run" -> run.toString();
      case "broker" -> broker;
      case "keys" -> keys == null ? NOT_GIVEN : keys.toString();
      case "insecure" -> insecure;
      case "estimate" -> estimate;
      case "metrics" -> metrics;
      case "record_mb" -> recordMb;
      case "native_growth_limit_mib" -> nativeGrowthLimitMib;
      default -> throw new IllegalArgumentException("no parameter " + parameter.name());
    };
  }
}
