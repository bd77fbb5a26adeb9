package io.mbmpo.launch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The measurements' counterpart on Cyclone DDS, peer.c, built by build.sh beside it. */
final class CycloneProgram {
  /** With a port that can be known, for those who do not hear multicast on the loopback. */
  private static final String LOOPBACK =
      "<CycloneDDS><Domain Id=\"any\"><General><Interfaces>"
          + "<NetworkInterface name=\"lo\" multicast=\"true\"/></Interfaces></General>"
          + "<Discovery><ParticipantIndex>auto</ParticipantIndex></Discovery></Domain></CycloneDDS>";

  private final Path program;

  private CycloneProgram(Path program) {
    this.program = program;
  }

  /**
   * Builds it.
   *
   * @param root of the project
   * @throws LaunchException when something it needs is not installed, or it does not build
   */
  static CycloneProgram build(Path root) {
    Path script = root.resolve(Path.of("controller", "src", "test", "cyclone", "build.sh"));
    Path folder = root.resolve(Path.of("launch", "target", "cyclone"));
    Path log = folder.resolve("build.log");
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder("sh", script.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!ended(process, 60)) {
        throw LaunchException.environment(
            "the program on Cyclone DDS to compare with was not built:\n" + Files.readString(log),
            null);
      }
    } catch (IOException e) {
      throw LaunchException.environment("cannot build in " + folder + ": " + e.getMessage(), e);
    }
    return new CycloneProgram(folder.resolve("peer"));
  }

  private static boolean ended(Process process, long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts it with these arguments; it ends when its standard input does. */
  Process start(Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CYCLONEDDS_URI", LOOPBACK);
    try {
      return builder.start();
    } catch (IOException e) {
      throw LaunchException.environment("cannot start " + program + ": " + e.getMessage(), e);
    }
  }

  /**
   * Round trip times to an echo, µs, by Cyclone itself.
   *
   * @throws LaunchException when it does not end in time or with an error
   */
  double[] ping(int domain, int hz, int count, int joints) throws IOException {
    return micros(start("ping", domain, hz, count, joints), "the ping of Cyclone DDS");
  }

  /**
   * Round trip times that a program says, µs, one a line.
   *
   * @param what it is, for people
   * @throws LaunchException when it does not end in time or with an error
   */
  static double[] micros(Process process, String what) throws IOException {
    byte[] text = process.getInputStream().readNBytes(1 << 24);
    if (!ended(process, 10)) {
      throw LaunchException.failedRun(what + " did not end well");
    }
    return new String(text, UTF_8)
        .lines()
        .mapToDouble(
            line -> line.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(line))
        .toArray();
  }
}
