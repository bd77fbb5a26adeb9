package io.mbmpo.launch.setup;

import io.mbmpo.launch.exit.LaunchException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real one. */
public final class SystemShell implements Shell {
  private static final Path NOTHING = Path.of("/dev/null");

  @Override
  public boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Override
  public boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public int run(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .inheritIO()
          .redirectInput(Redirect.from(NOTHING.toFile()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw LaunchException.environment(
          "cannot start " + command.get(0) + ": " + e.getMessage(), e);
    }
  }
}
