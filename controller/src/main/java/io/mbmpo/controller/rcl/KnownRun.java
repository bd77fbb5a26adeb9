package io.mbmpo.controller.rcl;

import io.mbmpo.robotconfigs.Ros2Config;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The few things in a run's {@code run.yaml} that its robot has to know. A run folder made by hand
 * on the robot has no such file, and nothing is known.
 *
 * @param robot whose run it is
 * @param startEpochSecond wall-clock second of its first start; base of snapshot versions
 * @param estimate whether the robot's odometry is withheld in it
 * @param wire how its robot is reached over ROS 2: {@code namespace}, {@code clock} and {@code
 *     command} as they are written there, of which any may be missing
 */
public record KnownRun(
    Optional<String> robot,
    OptionalLong startEpochSecond,
    boolean estimate,
    Map<String, String> wire) {
  /** Of a folder without {@code run.yaml}. */
  public static final KnownRun NOTHING =
      new KnownRun(Optional.empty(), OptionalLong.empty(), false, Map.of());

  private static final String NAMESPACE = "namespace";
  private static final String CLOCK = "clock";
  private static final String COMMAND = "command";

  /**
   * Of the run in a folder.
   *
   * @throws IllegalArgumentException when its {@code run.yaml} cannot be read, or a field of it is
   *     not what it should be, naming both: a start that is overlooked would let old policies in
   */
  public static KnownRun of(Path folder) {
    Path file = folder.resolve("run.yaml");
    if (!Files.exists(file)) {
      return NOTHING;
    }
    try (Reader text = Files.newBufferedReader(file)) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      Map<?, ?> run = map("its whole", document);
      Map<?, ?> settings = map("settings", run.get("settings"));
      Map<?, ?> estimate = map("settings.estimate", settings.get("estimate"));
      Optional<Number> start =
          field("startEpochSecond", run.get("startEpochSecond"), Number.class, "a whole number");
      return new KnownRun(
          field("robot", run.get("robot"), String.class, "a robot's name"),
          start.isPresent() ? OptionalLong.of(start.get().longValue()) : OptionalLong.empty(),
          field(
                  "settings.estimate.withheld",
                  estimate.get("withheld"),
                  Boolean.class,
                  "true or false")
              .orElse(false),
          wire(map("settings.wire", settings.get("wire"))));
    } catch (IOException | YAMLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<?, ?> map(String name, Object value) {
    Optional<?> map = field(name, value, Map.class, "fields with values");
    return map.isPresent() ? (Map<?, ?>) map.get() : Map.of();
  }

  private static <T> Optional<T> field(String name, Object value, Class<T> kind, String allowed) {
    if (value != null && !kind.isInstance(value)) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
    return Optional.ofNullable(value).map(kind::cast);
  }

  private static Map<String, String> wire(Map<?, ?> group) {
    Map<String, String> wire = new TreeMap<>();
    for (String name : List.of(NAMESPACE, CLOCK, COMMAND)) {
      field("settings.wire." + name, group.get(name), String.class, "a word")
          .ifPresent(text -> wire.put(name, text));
    }
    try {
      var unused = worded(Ros2Config.DEFAULT, wire);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("settings.wire." + e.getMessage(), e);
    }
    return wire;
  }

  private static Ros2Config worded(Ros2Config robot, Map<String, String> wire) {
    return robot.withWords(wire.getOrDefault(CLOCK, ""), wire.getOrDefault(COMMAND, ""));
  }

  /**
   * A robot's settings with the run's in their place. Domain and interfaces are the middleware's
   * business, remaps those of ROS.
   */
  public Ros2Config ros2(Ros2Config robot) {
    return worded(robot.withNamespace(wire.getOrDefault(NAMESPACE, robot.namespace())), wire);
  }
}
