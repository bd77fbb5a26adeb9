package io.mbmpo.launch.gazebo;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.setup.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Gazebo 11 and what builds its plugin are: this system, or a Debian system in a folder that
 * {@code ./mbmpo setup gazebo} has made.
 *
 * @param system the folder that its programs see as {@code /}
 * @param work folder of ours, as its programs see it
 */
public record GazeboRoot(Path system, Path work) {
  /** Programs that are needed. */
  public static final List<String> PROGRAMS = List.of("gzserver", "cmake", "g++", "idlc");

  /** Written into a made system when it is whole. */
  public static final String MARK = "mbmpo-gazebo-11";

  private static final Path HERE = Path.of("/");

  /** Where a made system lies or would lie. */
  public static Path made(Path cache) {
    return cache.resolve("gazebo-root");
  }

  /** The user's cache folder of this project. */
  public static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("mbmpo").toAbsolutePath();
  }

  /** Whether Gazebo 11 and all that is needed with it is installed in this system. */
  public static boolean installed(Shell shell) {
    return PROGRAMS.stream().allMatch(shell::has)
        && Files.isDirectory(Path.of("/usr/include/gazebo-11"))
        && Files.exists(Path.of("/usr/include/dds/dds.h"));
  }

  /** Whether a whole one has been made. */
  public static boolean isMade(Path cache) {
    return Files.exists(made(cache).resolve(MARK));
  }

  /**
   * The one to use.
   *
   * @throws LaunchException when there is none, or this user may not use it
   */
  public static GazeboRoot find(Shell shell, Path cache) {
    if (installed(shell)) {
      return new GazeboRoot(HERE, cache.resolve("gazebo-work"));
    }
    if (!isMade(cache)) {
      throw LaunchException.environment(
          "Gazebo 11 is not on this machine; make it ready with: ./mbmpo setup gazebo");
    }
    if (!shell.isRoot()) {
      throw LaunchException.environment(
          "Gazebo lies in "
              + made(cache)
              + ", which only root may enter (chroot); run this as root");
    }
    return new GazeboRoot(made(cache), Path.of("/opt/mbmpo"));
  }

  /** A command line that runs a program in it. */
  public List<String> command(List<String> program) {
    List<String> command = new ArrayList<>();
    if (!system.equals(HERE)) {
      command.addAll(List.of("chroot", system.toString()));
    }
    command.addAll(program);
    return command;
  }

  /** A path that its programs see, as this process sees it. */
  public Path outside(Path inside) {
    return system.resolve(HERE.relativize(inside));
  }
}
