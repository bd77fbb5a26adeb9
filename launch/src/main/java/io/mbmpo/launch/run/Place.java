package io.mbmpo.launch.run;

import java.nio.file.Path;

/**
 * Where the project lies on this machine.
 *
 * @param root the checkout
 */
public record Place(Path root) {

  /** From the system property {@code mbmpo.root} that the launcher script sets. */
  public static Place fromSystem() {
    return new Place(Path.of(System.getProperty("mbmpo.root", ".")).toAbsolutePath().normalize());
  }

  /** Folders of all robots. */
  public Path robots() {
    return root.resolve("robot-configs");
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
