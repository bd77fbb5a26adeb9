package io.mbmpo.controller.rcl;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 */
public record KnownRun(Optional<String> robot, OptionalLong startEpochSecond, boolean estimate) {
  private static final KnownRun NOTHING =
      new KnownRun(Optional.empty(), OptionalLong.empty(), false);

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
              .orElse(false));
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
}
