package io.mbmpo.controller.rcl;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A ROS 2 parameter file: parameters under {@code ros__parameters}, under the name of a node,
 * whole, in pieces by namespace, or with wildcards (* for one word, ** for any).
 */
final class ParameterFile {
  private static final String PARAMETERS = "ros__parameters";

  private ParameterFile() {}

  /**
   * The parameters that are a node's.
   *
   * @param node whole name
   * @throws IllegalArgumentException when the file cannot be read, naming it
   */
  static Map<String, Object> read(Path file, String node) {
    Object root;
    try (Reader text = Files.newBufferedReader(file)) {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (IOException | YAMLException e) {
      throw new IllegalArgumentException("cannot read parameters from " + file + ": " + e, e);
    }
    Map<String, Object> found = new LinkedHashMap<>();
    if (!(root instanceof Map<?, ?> nodes)) {
      throw new IllegalArgumentException(file + " has no node's name at its top");
    }
    collect("", nodes, node, found);
    return found;
  }

  private static void collect(
      String path, Map<?, ?> level, String node, Map<String, Object> found) {
    level.forEach(
        (key, value) -> {
          if (!(value instanceof Map<?, ?> inner)) {
            return;
          }
          if (key.equals(PARAMETERS)) {
            if (fits(path, node)) {
              inner.forEach((name, parameter) -> found.put(String.valueOf(name), parameter));
            }
          } else {
            String word = String.valueOf(key);
            collect(path + (word.startsWith("/") ? "" : "/") + word, inner, node, found);
          }
        });
  }

  private static boolean fits(String pattern, String node) {
    StringBuilder regex = new StringBuilder();
    for (String word : pattern.substring(1).split("/", -1)) {
      regex.append(
          switch (word) {
            case "**" -> "(/[^/]+)*";
            case "*" -> "/[^/]+";
            default -> Pattern.quote("/" + word);
          });
    }
    return node.matches(regex.toString());
  }
}
