package io.mbmpo.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./mbmpo} as a process group of its own, as a terminal starts it. */
final class LauncherProcess implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(4);

  private final Path output;
  private final Process process;

  private LauncherProcess(Path output, Process process) {
    this.output = output;
    this.process = process;
  }

  /**
   * @param folder where its output goes
   */
  static LauncherProcess start(Path folder, List<String> arguments) throws IOException {
    // A group of its own, in which Ctrl-C is not ignored.
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "env", "--default-signal=INT", ROOT.resolve("mbmpo").toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, arguments.get(0) + "-", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("MBMPO_NO_BUILD", "1");
    return new LauncherProcess(output, builder.start());
  }

  /** Runs a command to its end, which must be a good one. */
  static void run(Path folder, String... arguments) throws IOException, InterruptedException {
    try (LauncherProcess process = start(folder, List.of(arguments))) {
      int status = process.exitStatus(COMMAND_LIMIT);
      assertThat(status).as(process.output()).isZero();
    }
  }

  /** kill −9 of the process that is named in a lock file. */
  static void kill(Path lock) {
    try {
      ProcessHandle process =
          ProcessHandle.of(Long.parseLong(Files.readString(lock).strip())).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill −9 of the process that was started, not of those that it has started. */
  void killAlone() {
    process.destroyForcibly().onExit().join();
  }

  /** kill −9 of all that is left of it; returns when it is gone. */
  void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** Ctrl-C: SIGINT to the whole group. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).inheritIO().start().waitFor();
  }

  /** Waits for the end. */
  int exitStatus(Duration most) throws IOException, InterruptedException {
    assertThat(process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended within %s; so far:%n%s", most, Files.readString(output))
        .isTrue();
    return process.exitValue();
  }

  /** It has not ended. */
  boolean alive() {
    return process.isAlive();
  }

  /** All that it printed. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Processes it has started that still run. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> left = process.descendants().toList();
    process.destroyForcibly();
    left.forEach(ProcessHandle::destroyForcibly);
  }
}
