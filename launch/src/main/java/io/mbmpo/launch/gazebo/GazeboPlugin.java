package io.mbmpo.launch.gazebo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds {@code sim/gazebo/plugin} where Gazebo is; once for each state of its sources. */
final class GazeboPlugin {
  private static final long BUILD_MINUTES = 15;
  private static final String LIBRARY = "libmbmpo_gazebo.so";

  private GazeboPlugin() {}

  /**
   * Builds it unless that is done.
   *
   * @param project root of the checkout
   * @return the folder it lies in, as Gazebo sees it
   * @throws LaunchException when it does not build; the message ends with the compiler's last words
   */
  static Path build(GazeboRoot root, Path project) throws InterruptedException {
    try {
      List<Path> sources = sources(project);
      Path folder = root.work().resolve("plugin-" + hash(sources));
      Path outside = root.outside(folder);
      if (Files.exists(outside.resolve(LIBRARY))) {
        return folder;
      }
      Path inside = root.work().resolve("building-" + ProcessHandle.current().pid());
      Path building = root.outside(inside);
      Files.createDirectories(building);
      for (Path source : sources) {
        Files.copy(
            source,
            building.resolve(source.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
      run(root, building, "cmake", "-S", inside.toString(), "-B", inside + "/build");
      run(root, building, "cmake", "--build", inside + "/build");
      Files.createDirectories(outside);
      Files.move(
          building.resolve("build").resolve(LIBRARY),
          outside.resolve(LIBRARY),
          StandardCopyOption.ATOMIC_MOVE);
      delete(building);
      return folder;
    } catch (IOException e) {
      throw LaunchException.environment("Gazebo's plugin: " + e, e);
    }
  }

  private static List<Path> sources(Path project) throws IOException {
    try (Stream<Path> files = Files.list(project.resolve("sim/gazebo/plugin"))) {
      Path idl = project.resolve("controller/src/test/cyclone/ros.idl");
      return Stream.concat(files.sorted(), Stream.of(idl)).toList();
    }
  }

  private static String hash(List<Path> sources) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Path source : sources) {
      hasher.putString(source.getFileName().toString(), UTF_8).putBytes(Files.readAllBytes(source));
    }
    return hasher.hash().toString().substring(0, 16);
  }

  private static void run(GazeboRoot root, Path building, String... program)
      throws IOException, InterruptedException {
    Path log = building.resolve("build.log");
    Process process =
        new ProcessBuilder(root.command(List.of(program)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        List<String> lines = Files.readAllLines(log);
        throw LaunchException.environment(
            "Gazebo's plugin does not build (log: "
                + log
                + "):\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
