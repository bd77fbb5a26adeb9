package io.mbmpo.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test needs and a machine may not have. */
public final class Tool {
  private static final long LONGEST_S = 300;

  private Tool() {}

  /** Whether it is on the path. */
  public static boolean isHere(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /** Skips the test, saying what to install, where the program is missing. */
  public static void need(String name, String packages) {
    assumeTrue(isHere(name), name + " is not installed: apt-get install " + packages);
  }

  /** How a program ended, and all it said. */
  public record Ended(int status, String said) {}

  /** Runs a program to its end, with these variables beside this process's own. */
  public static Ended run(Path folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("tool-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end: " + Files.readString(out));
      }
      return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(out);
    }
  }
}
