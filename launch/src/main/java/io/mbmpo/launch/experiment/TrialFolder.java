package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.DurableFile;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.launch.run.RunYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of one trial, {@code runs/experiments/<experiment>/<trial>/}. All that a trial reads
 * and writes lies in it.
 *
 * <pre>
 *   trial.yaml  curve.csv  episodes.db  checkpoints/  trial.log  finished
 * </pre>
 */
public final class TrialFolder {
  private static final String DESCRIPTION = "trial.yaml";

  private final Path path;
  private final TrialDescription description;

  private TrialFolder(Path path, TrialDescription description) {
    this.path = path;
    this.description = description;
  }

  /**
   * The folder of a trial, made if it is new. Iterations and real steps may be asked to go further
   * than before: a trial that was finished then goes on.
   *
   * @param experiments folder of the experiment
   * @param fresh what to write down if the trial is new
   * @throws LaunchException when the folder's trial was started with other settings, naming the
   *     first that differs
   */
  public static TrialFolder prepare(Path experiments, TrialDescription fresh) {
    Path path = experiments.resolve(fresh.plan().trial()).toAbsolutePath().normalize();
    Path yaml = path.resolve(DESCRIPTION);
    try {
      if (!Files.exists(yaml)) {
        Files.createDirectories(path);
        write(yaml, fresh);
        return new TrialFolder(path, fresh);
      }
      TrialDescription old = RunYaml.read(yaml, TrialDescription.class);
      PlanComparison comparison = new PlanComparison(old.plan(), fresh.plan());
      comparison
          .difference()
          .ifPresent(
              difference -> {
                throw LaunchException.usage(
                    path
                        + " holds a trial with other settings: "
                        + difference
                        + "; choose another folder with --folder, or delete that one");
              });
      if (!comparison.goesFurther()) {
        return new TrialFolder(path, old);
      }
      TrialDescription longer = old.with(comparison.longer());
      Files.deleteIfExists(path.resolve("finished"));
      write(yaml, longer);
      return new TrialFolder(path, longer);
    } catch (IOException e) {
      throw LaunchException.environment(
          "cannot write " + path + ": " + e.getMessage() + " (is the disk full?)", e);
    }
  }

  private static void write(Path yaml, TrialDescription description) throws IOException {
    RunYaml.write(yaml, description, "Settled when the trial first started. Do not edit.");
  }

  /**
   * Opens the folder of a trial that was prepared before.
   *
   * @throws LaunchException when it is none
   */
  public static TrialFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    Path yaml = path.resolve(DESCRIPTION);
    if (!Files.isRegularFile(yaml)) {
      throw LaunchException.usage(folder + " is not a trial's folder (it has no trial.yaml)");
    }
    return new TrialFolder(path, RunYaml.read(yaml, TrialDescription.class));
  }

  /**
   * All trials in the folder of an experiment, by name.
   *
   * @param refused told of every one that cannot be read, e.g. since another version made it
   */
  public static List<TrialFolder> list(Path experiment, Consumer<LaunchException> refused) {
    if (!Files.isDirectory(experiment)) {
      return List.of();
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(experiment)) {
      folders =
          all.filter(folder -> Files.isRegularFile(folder.resolve(DESCRIPTION))).sorted().toList();
    } catch (IOException e) {
      throw LaunchException.environment("cannot list " + experiment + ": " + e.getMessage(), e);
    }
    List<TrialFolder> trials = new ArrayList<>();
    for (Path folder : folders) {
      try {
        trials.add(open(folder));
      } catch (LaunchException e) {
        refused.accept(e);
      }
    }
    return trials;
  }

  /** What to write down of a trial that starts now. */
  public static TrialDescription describe(
      String experiment, TrialPlan plan, Instant now, String revision, List<String> commandLine) {
    return new TrialDescription(
        experiment,
        plan,
        now.getEpochSecond(),
        Instant.ofEpochSecond(now.getEpochSecond()).toString(),
        revision,
        Runtime.version().toString(),
        commandLine);
  }

  public Path path() {
    return path;
  }

  public TrialDescription description() {
    return description;
  }

  public TrialPlan plan() {
    return description.plan();
  }

  public Path curve() {
    return path.resolve("curve.csv");
  }

  public Path episodes() {
    return path.resolve("episodes.db");
  }

  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  public Path log() {
    return path.resolve("trial.log");
  }

  /** Rows of the curve so far. */
  public List<CurveRow> rows() {
    return Files.exists(curve()) ? RecordCsv.read(curve(), CurveRow.class) : List.of();
  }

  /**
   * Claims the trial for this process.
   *
   * @throws LaunchException when another process works on it
   */
  public RunLock lock() {
    return RunLock.acquire(path.resolve("lock"), "trial");
  }

  /** Whether the trial went to its end. */
  public boolean finished() {
    return Files.exists(path.resolve("finished"));
  }

  /** Marks the trial as gone to its end. */
  public void finish() {
    try {
      DurableFile.write(
          path.resolve("finished"), (Instant.now() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LaunchException.environment("cannot write to " + path + ": " + e.getMessage(), e);
    }
  }
}
