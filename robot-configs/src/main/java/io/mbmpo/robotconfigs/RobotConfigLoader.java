package io.mbmpo.robotconfigs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads a robot from its folder: {@code robot.yaml} and the URDF it names. Nothing is returned that
 * has not passed the schema and {@link PhysicalChecks}. Any thread; reads files, so not for the
 * control thread.
 */
public final class RobotConfigLoader {
  static final String FILE = "robot.yaml";

  /** The name is part of MQTT topics and ROS names. */
  private static final String NAME = "[a-z][a-z0-9_]{0,39}";

  private static final long MAX_BYTES = 4_000_000;

  private RobotConfigLoader() {}

  /**
   * Reads and checks one robot.
   *
   * @param folder a robot's folder; its name becomes the robot's
   * @throws RobotConfigException naming every problem with file, line, field, value and what is
   *     allowed
   */
  public static RobotConfig load(Path folder) {
    return load(folder, null);
  }

  /**
   * Reads and checks one robot, with an overlay on its {@code robot.yaml}: a file that names the
   * robot and holds {@code simulation} settings that differ, so that the configuration's hash stays
   * what it is.
   *
   * @param overlay null for none
   * @throws RobotConfigException naming every problem with file, line, field, value and what is
   *     allowed
   */
  public static RobotConfig load(Path folder, Path overlay) {
    Path file = folder.resolve(FILE);
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    String cannot = "robot " + name + " is refused:";
    checkName(name, folder + ": folder name", cannot);
    Problems problems = new Problems();
    MarkedYaml yaml = new MarkedYaml(file.toString(), read(file, cannot), problems);
    problems.throwIfAny(cannot);
    if (overlay != null) {
      Overlay.lay(overlay, read(overlay, cannot), name, yaml, problems);
      problems.throwIfAny(cannot);
    }
    RobotSchema schema = new RobotSchema();
    schema.check(yaml, problems);
    Urdf urdf = urdf(folder, yaml, problems);
    problems.throwIfAny(cannot);
    schema.fillIn(yaml);

    RobotYaml binding = new RobotYaml(yaml, problems);
    RobotConfig config = binding.bind(name, urdf.tree());
    problems.throwIfAny(cannot);
    new PhysicalChecks(config, yaml, binding, urdf, problems).run();
    problems.throwIfAny(cannot);
    return config.withHash(ConfigHash.of(config));
  }

  /**
   * Names of the robots under {@code root}, sorted: the folders that hold a {@code robot.yaml}.
   *
   * @throws RobotConfigException when the folder cannot be read
   */
  public static List<String> available(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(f -> Files.isRegularFile(f.resolve(FILE)))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RobotConfigException(
          root + ": not a folder of robots that can be read (" + e + ")", List.of());
    }
  }

  /** As {@link #find(List, String)}, in one folder. */
  public static Path find(Path root, String name) {
    return find(List.of(root), name);
  }

  /**
   * Folder of a robot by name.
   *
   * @param roots folders of robots
   * @throws RobotConfigException when there is none, listing the robots there are; or when more
   *     than one of the folders has it
   */
  public static Path find(List<Path> roots, String name) {
    List<Path> found = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (Path root : roots) {
      List<String> here = available(root);
      known.addAll(here);
      if (here.contains(name)) {
        found.add(root.resolve(name));
      }
    }
    if (found.size() > 1) {
      throw new RobotConfigException(
          "two robots are called \"" + name + "\"; rename the folder of one:",
          found.stream().map(Path::toString).toList());
    }
    if (found.isEmpty()) {
      throw new RobotConfigException(
          "unknown robot \"%s\"%s; known robots in %s: %s; for others see ./mbmpo robots --help"
              .formatted(
                  name,
                  Nearest.hint(name, known),
                  roots.stream().map(Path::toString).collect(Collectors.joining(" and ")),
                  known.isEmpty() ? "none" : String.join(", ", known)),
          List.of());
    }
    return found.get(0);
  }

  static void checkName(String name, String field, String cannot) {
    if (!name.matches(NAME)) {
      throw new RobotConfigException(
          cannot, List.of(field + ": value is " + name + "; allowed: " + NAME));
    }
  }

  /**
   * The URDF file of a robot that {@link #load} takes.
   *
   * @throws RobotConfigException when {@code robot.yaml} cannot be read
   */
  public static Path urdf(Path folder) {
    Path file = folder.resolve(FILE);
    String text = read(file, "cannot use " + file + ":");
    return folder.resolve(
        new MarkedYaml(file.toString(), text, new Problems()).tree().path("urdf").asText());
  }

  private static Urdf urdf(Path folder, MarkedYaml yaml, Problems problems) {
    String name = yaml.tree().path("urdf").asText();
    if (!name.matches("[A-Za-z0-9_.-]+\\.urdf")) {
      return null; // the schema has said so
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      problems.add(
          yaml.place("/urdf"),
          "urdf",
          "\"" + name + "\", and " + file + " does not exist",
          "the name of a URDF file in the robot's folder");
      return null;
    }
    return UrdfReader.read(file.toString(), read(file, "cannot use " + file + ":"), problems);
  }

  static String read(Path file, String cannot) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new RobotConfigException(
            cannot, List.of(file + ": larger than " + MAX_BYTES + " bytes"));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new RobotConfigException(cannot, List.of(file + ": not UTF-8 text"));
    } catch (IOException e) {
      throw new RobotConfigException(cannot, List.of(file + ": cannot be read (" + e + ")"));
    }
  }
}
