package io.mbmpo.launch.process;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A role in a process of its own, started through the launcher script so that JVM flags are chosen
 * in one place. All it prints goes to its log file. Its standard input is a pipe that ends when
 * this process dies, see {@link ParentWatch}. Safe for use by several threads.
 */
public final class ChildProcess implements Stoppable {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
  private static final Pattern TROUBLE =
      Pattern.compile("^mbmpo: |\\bERROR\\b|\\b\\w*(Exception|Error)\\b|^# ");
  private static final Pattern STACK_FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. )");
  private static final int TAIL_BYTES = 64 << 10;

  private final String role;
  private final Process process;
  private final Path logFile;
  private final Duration grace;

  private ChildProcess(String role, Process process, Path logFile, Duration grace) {
    this.role = role;
    this.process = process;
    this.logFile = logFile;
    this.grace = grace;
  }

  /**
   * How a child ended.
   *
   * @param exitStatus as shells count it: 128 + n for signal n
   * @param lastError last line of its log that tells of trouble, or its last line, or empty
   */
  public record Ending(String role, int exitStatus, String lastError, Path logFile) {

    /** One sentence for people. */
    public String sentence() {
      String how =
          exitStatus > 128 && exitStatus < 160
              ? "was killed by signal " + (exitStatus - 128)
              : "ended with status " + exitStatus;
      String why = lastError.isEmpty() ? "" : ": " + lastError;
      return role + " " + how + why + " (log: " + logFile + ")";
    }
  }

  /**
   * Starts a role.
   *
   * @param launcher the {@code ./mbmpo} script
   * @param role first argument, e.g. {@code learn}
   * @param arguments further arguments
   * @param logFile appended to
   * @param grace time between SIGTERM and SIGKILL in {@link #stop}
   * @throws LaunchException when it cannot be started
   */
  public static ChildProcess start(
      Path launcher, String role, List<String> arguments, Path logFile, Duration grace) {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), role));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MBMPO_NO_BUILD", "1");
    builder.environment().put("MBMPO_CHILD", "1");
    builder.environment().put("MBMPO_LOG", logFile.toString());
    builder.redirectOutput(Redirect.appendTo(logFile.toFile()));
    try {
      Files.createDirectories(logFile.toAbsolutePath().getParent());
      return new ChildProcess(role, builder.start(), logFile, grace);
    } catch (IOException e) {
      throw LaunchException.environment("cannot start " + role + ": " + e.getMessage(), e);
    }
  }

  public String role() {
    return role;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes, on a thread of its own, when the process has ended for whatever reason. */
  public CompletableFuture<Ending> onEnd() {
    return process
        .onExit()
        .thenApply(ended -> new Ending(role, ended.exitValue(), lastError(logFile), logFile));
  }

  /** SIGTERM; does not wait. */
  public void requestStop() {
    process.destroy();
  }

  /** SIGTERM, then SIGKILL after the grace; returns when the process is gone. */
  @Override
  public void stop() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    if (!waitFor(grace)) {
      log.warn("{} (process {}) did not stop in {}; killed", role, pid(), grace);
      kill();
    }
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(10));
  }

  /** Waits also when interrupted: a child left behind would hold the robot. */
  private boolean waitFor(Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Last line of a log that tells of trouble, else its last line; empty when there is none. */
  static String lastError(Path logFile) {
    String last = "";
    String trouble = "";
    for (String line : tail(logFile).lines().toList()) {
      if (line.isBlank() || STACK_FRAME.matcher(line).find()) {
        continue;
      }
      last = line.strip();
      if (TROUBLE.matcher(line).find()) {
        trouble = line.strip();
      }
    }
    return trouble.isEmpty() ? last : trouble;
  }

  private static String tail(Path logFile) {
    try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
      int size = (int) Math.min(file.length(), TAIL_BYTES);
      byte[] bytes = new byte[size];
      file.seek(file.length() - size);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
