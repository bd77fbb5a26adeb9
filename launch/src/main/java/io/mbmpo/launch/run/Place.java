package io.mbmpo.launch.run;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the project lies on this machine.
 *
 * @param root the checkout
 * @param ownRobots folder of robots that are no part of the project; null: there is none
 */
public record Place(Path root, Path ownRobots) {
  private static final String OWN_ROBOTS = "MBMPO_ROBOTS";

  public Place(Path root) {
    this(root, null);
  }

  /**
   * From the system property {@code mbmpo.root} that the launcher script sets, and the
   * environment's {@code MBMPO_ROBOTS}, which children inherit.
   */
  public static Place fromSystem() {
    String own = System.getenv(OWN_ROBOTS);
    return new Place(
        Path.of(System.getProperty("mbmpo.root", ".")).toAbsolutePath().normalize(),
        own == null || own.isBlank() ? null : Path.of(own).toAbsolutePath().normalize());
  }

  /** Folders that robots are looked for in. */
  public List<Path> robots() {
    Path projects = root.resolve("robot-configs");
    return ownRobots == null ? List.of(projects) : List.of(projects, ownRobots);
  }

  /** Folder that a new robot is made in. */
  public Path newRobots() {
    return robots().get(robots().size() - 1);
  }

  /** Folders of all runs, unless told otherwise. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** Keys of links that leave this machine, unless told otherwise. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** The script that starts every role. */
  public Path launcher() {
    return root.resolve("mbmpo");
  }

  /** As a person at the root would type it. */
  public String typed(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute).toString() : absolute.toString();
  }
}
