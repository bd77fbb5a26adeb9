package io.mbmpo.launch;

import io.mbmpo.launch.run.Place;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** The command line, for tests of what calls it. */
public final class CommandLines {
  private CommandLines() {}

  /** Nothing is run by it. */
  public static CommandLine of(Path root) {
    return Mbmpo.commandLine(new Place(root));
  }

  /**
   * Runs a command.
   *
   * @return its exit status
   */
  public static int run(Path root, StringWriter said, String... arguments) {
    PrintWriter printer = new PrintWriter(said, true);
    return Mbmpo.run(new Place(root), printer, printer, arguments);
  }
}
