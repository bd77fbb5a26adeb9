package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.launch.run.RunYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a rehearsal. The command that made it goes on with it, with further runs too; other
 * settings are refused.
 *
 * <pre>
 *   rehearsal.yaml  RUN-DIGEST-sSEED/STAGE/  evaluations.csv  collected.csv  summary.csv
 *   table.md  returns.png  rehearsal.log  gazebo.log
 * </pre>
 */
public final class RehearsalFolder {
  private static final String DESCRIPTION = "rehearsal.yaml";

  private final Path path;
  private final RehearsalDescription description;

  private RehearsalFolder(Path path, RehearsalDescription description) {
    this.path = path;
    this.description = description;
  }

  /**
   * The folder, made if it is new.
   *
   * @param fresh what to write down if it is
   * @throws LaunchException when it holds a rehearsal with other settings, naming the first that
   *     differs, or cannot be written
   */
  public static RehearsalFolder prepare(Path folder, RehearsalDescription fresh) {
    Path path = folder.toAbsolutePath().normalize();
    Path yaml = path.resolve(DESCRIPTION);
    if (Files.exists(yaml)) {
      RehearsalDescription old = RunYaml.read(yaml, RehearsalDescription.class);
      RunYaml.difference(old.settings(), fresh.settings())
          .ifPresent(
              difference -> {
                throw LaunchException.usage(
                    path
                        + " holds a rehearsal with other settings: "
                        + difference
                        + "; choose another folder with --folder, or delete that one");
              });
      return new RehearsalFolder(path, old);
    }
    try {
      Files.createDirectories(path);
      RunYaml.write(yaml, fresh, "Settled when the rehearsal first started. Do not edit.");
    } catch (IOException e) {
      throw LaunchException.environment(
          "cannot write " + path + ": " + e.getMessage() + " (is the disk full?)", e);
    }
    return new RehearsalFolder(path, fresh);
  }

  public Path path() {
    return path;
  }

  RehearsalDescription description() {
    return description;
  }

  /** Log of this program. */
  public Path log() {
    return path.resolve("rehearsal.log");
  }

  /** All that the last Gazebo said. */
  public Path gazeboLog() {
    return path.resolve("gazebo.log");
  }

  /**
   * Claims the rehearsal for this process.
   *
   * @throws LaunchException when another process works on it
   */
  public RunLock lock() {
    return RunLock.acquire(path.resolve("lock"), "rehearsal");
  }

  /** The folder of a stage, made if it is new. */
  StageFolder stage(Start start, Stage stage) {
    Path folder = path.resolve(start.key()).resolve(stage.text());
    try {
      return new StageFolder(Files.createDirectories(folder));
    } catch (IOException e) {
      throw LaunchException.environment("cannot make " + folder + ": " + e, e);
    }
  }

  /** All stages of all starts that have begun, start by start. */
  List<StageFolder> stages() {
    try (Stream<Path> starts = Files.list(path)) {
      return starts
          .filter(Files::isDirectory)
          .sorted(Comparator.comparing(Path::getFileName))
          .flatMap(
              start ->
                  Stream.of(Stage.values())
                      .map(stage -> start.resolve(stage.text()))
                      .filter(Files::isDirectory))
          .map(StageFolder::new)
          .toList();
    } catch (IOException e) {
      throw LaunchException.environment("cannot list " + path + ": " + e, e);
    }
  }
}
