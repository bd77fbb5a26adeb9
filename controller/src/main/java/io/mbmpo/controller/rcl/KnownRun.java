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
   * @throws IllegalArgumentException when its {@code run.yaml} cannot be read, naming it
   */
  public static KnownRun of(Path folder) {
    Path file = folder.resolve("run.yaml");
    if (!Files.exists(file)) {
      return NOTHING;
    }
    try (Reader text = Files.newBufferedReader(file)) {
      Map<?, ?> run = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
      Map<?, ?> estimate = map(map(run.get("settings")).get("estimate"));
      return new KnownRun(
          Optional.ofNullable((String) run.get("robot")),
          run.get("startEpochSecond") instanceof Number second
              ? OptionalLong.of(second.longValue())
              : OptionalLong.empty(),
          Boolean.TRUE.equals(estimate.get("withheld")));
    } catch (IOException | YAMLException | ClassCastException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<?, ?> map(Object value) {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }
}
