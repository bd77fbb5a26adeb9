package io.mbmpo.launch.run;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code runs/<robot>-s<seed>-<yyyyMMdd-HHmmss>/} (UTC). All that a run
 * reads and writes lies in it, so that it can be resumed, moved or looked at alone.
 *
 * <pre>
 *   run.yaml  metrics.csv  curve.png  episodes.db  finished
 *   policy.snapshot  activations.csv  evaluation.csv  controller/  recordings/
 *   checkpoints/  snapshots/  logs/  tensorboard/  spool/robot/  broker/  keys/  locks/  start/
 * </pre>
 */
public final class RunFolder {
  private static final List<String> FOLDERS =
      List.of("checkpoints", "snapshots", "logs", "tensorboard", "spool/robot", "broker", "locks");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path path;
  private final RunDescription description;

  private RunFolder(Path path, RunDescription description) {
    this.path = path;
    this.description = description;
  }

  /** Where a run stands. */
  public enum State {
    RUNNING,
    FINISHED,
    STOPPED
  }

  /**
   * Makes the folder of a new run.
   *
   * @param runs folder of all runs, made if missing
   * @param now wall clock
   * @param settings records of settings by group, e.g. {@code learner}
   * @throws LaunchException when it cannot be written
   */
  public static RunFolder create(
      Path runs,
      String robot,
      long seed,
      Instant now,
      String revision,
      List<String> commandLine,
      Map<String, ? extends Record> settings) {
    String name = robot + "-s" + seed + "-" + STAMP.format(now);
    try {
      Files.createDirectories(runs);
      Path path = makeNew(runs, name);
      makeFolders(path);
      makePrivate(path.resolve("keys"));
      RunDescription description =
          RunDescription.of(
              path.getFileName().toString(), robot, seed, now, revision, commandLine, settings);
      RunYaml.write(
          path.resolve("run.yaml"),
          description,
          "Settled when the run first started; read again by --resume. Do not edit.");
      return new RunFolder(path, description);
    } catch (IOException e) {
      throw LaunchException.environment(
          "cannot make a run folder in "
              + runs
              + ": "
              + e
              + " (check permissions and space, or choose another with --runs)",
          e);
    }
  }

  /**
   * Opens the folder of a run that was started before.
   *
   * @throws LaunchException when it is none
   */
  public static RunFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path.resolve("run.yaml"))) {
      throw LaunchException.usage(
          folder + " is not a run folder (it has no run.yaml); ./mbmpo runs lists them");
    }
    return new RunFolder(path, RunYaml.read(path.resolve("run.yaml"), RunDescription.class));
  }

  /** Folders of all runs, oldest first. */
  public static List<Path> list(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("run.yaml")))
          .sorted(
              Comparator.comparing(
                      (Path folder) -> folder.resolve("run.yaml").toFile().lastModified())
                  .thenComparing(Path::getFileName))
          .toList();
    } catch (IOException e) {
      throw LaunchException.environment("cannot list " + runs + ": " + e.getMessage(), e);
    }
  }

  public RunDescription description() {
    return description;
  }

  public String name() {
    return description.run();
  }

  public Path path() {
    return path;
  }

  /** What the run's simulated robot is laid over with; there is no such file for a plain one. */
  public Path overlay() {
    return path.resolve("overlay.yaml");
  }

  /**
   * Keeps a copy of an overlay, so that all processes of the run simulate the same.
   *
   * @param file null for none
   */
  public void keepOverlay(Path file) {
    if (file == null) {
      return;
    }
    try {
      Files.copy(file, overlay());
    } catch (IOException e) {
      throw LaunchException.environment("cannot copy " + file + " to " + overlay() + ": " + e, e);
    }
  }

  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  public Path snapshots() {
    return path.resolve("snapshots");
  }

  public Path episodes() {
    return path.resolve("episodes.db");
  }

  public Path tensorBoard() {
    return path.resolve("tensorboard");
  }

  /** Log file of a role, e.g. {@code learn}. */
  public Path log(String role) {
    return path.resolve("logs").resolve(role + ".log");
  }

  /** The controller's episodes that are not acknowledged yet. */
  public Path spool() {
    return path.resolve("spool").resolve("robot");
  }

  /** Signed meta-policy of the newest iteration, as it went to the robot. */
  public Path policy() {
    return path.resolve("policy.snapshot");
  }

  /** The policy that a fine-tuning began with and its keys; only such runs have it. */
  public Path start() {
    return path.resolve("start");
  }

  /** What became of snapshots and plans, in the controller's own words. */
  public Path activations() {
    return path.resolve("activations.csv");
  }

  /** Accepted versions and the last good snapshot of the controller. */
  public Path controller() {
    return path.resolve("controller");
  }

  /** The controller's ticks, in MCAP; the oldest are deleted for the newest. */
  public Path recordings() {
    return path.resolve("recordings");
  }

  /** What the embedded broker keeps. */
  public Path broker() {
    return path.resolve("broker");
  }

  /** Signing keys; readable by the owner alone. */
  public Path keys() {
    return path.resolve("keys");
  }

  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  public Path curve() {
    return path.resolve("curve.png");
  }

  /**
   * Claims a role on this run for this process.
   *
   * @throws LaunchException when another process has it
   */
  public RunLock lock(String role) {
    return RunLock.acquire(path.resolve("locks").resolve(role + ".lock"), role);
  }

  /** Marks the run as ended as asked; a sentence for people. */
  public void finish(String sentence) {
    try {
      DurableFile.write(
          path.resolve("finished"), (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LaunchException.environment("cannot write to " + path + ": " + e.getMessage(), e);
    }
  }

  /** Takes {@link #finish} back: the run goes on. Folders that are missing are made. */
  public void reopen() {
    try {
      makeFolders(path);
      Files.deleteIfExists(path.resolve("finished"));
    } catch (IOException e) {
      throw LaunchException.environment("cannot write to " + path + ": " + e.getMessage(), e);
    }
  }

  public State state() {
    try (Stream<Path> locks = Files.list(path.resolve("locks"))) {
      if (locks.anyMatch(RunLock::isHeld)) {
        return State.RUNNING;
      }
    } catch (IOException e) {
      // No locks folder: nothing runs.
    }
    return Files.exists(path.resolve("finished")) ? State.FINISHED : State.STOPPED;
  }

  /**
   * Asks for room on the disk before it is needed.
   *
   * @throws LaunchException when less is free, naming both
   */
  public void requireFreeSpace(long bytes) {
    requireFreeSpace(path, bytes, "--runs");
  }

  /**
   * Asks for room on a folder's disk before it is needed.
   *
   * @param option that chooses another folder
   * @throws LaunchException when less is free, naming both
   */
  public static void requireFreeSpace(Path path, long bytes, String option) {
    long free;
    try {
      free = Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      throw LaunchException.environment("cannot tell the free space of " + path, e);
    }
    if (free < bytes) {
      throw LaunchException.environment(
          String.format(
              "disk almost full: %d MB free for %s, %d MB needed; make room or choose another"
                  + " folder with %s",
              free >> 20, path, bytes >> 20, option));
    }
  }

  private static Path makeNew(Path runs, String name) throws IOException {
    for (int i = 1; ; i++) {
      Path path = runs.resolve(i == 1 ? name : name + "-" + i).toAbsolutePath().normalize();
      try {
        return Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        if (i == 100) {
          throw e;
        }
      }
    }
  }

  private static void makeFolders(Path path) throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(path.resolve(folder));
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
