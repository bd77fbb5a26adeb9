package io.mbmpo.launch.evaluate;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.spool.DurableFiles;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policy that a fine-tuning run begins with, kept in its folder under {@code start/} beside the
 * keys that vouch for it, and checked again whenever it is read. Other runs have none.
 *
 * @param theta its parameters θ
 * @param hidden its hidden layer sizes
 */
public record StartPolicy(float[] theta, List<Integer> hidden) {
  private static final String FILE = "policy.snapshot";
  private static final String TRUSTED = "trusted";

  /**
   * Keeps a policy in the folder of a new run.
   *
   * @param file signed policy, with its keys as for {@link SignedPolicy#load}
   * @throws LaunchException when it is refused or cannot be kept
   */
  public static void keep(Path file, RobotConfig config, Task task, RunFolder run) {
    SignedPolicy.load(file, null, config, task);
    try {
      Path trusted = Files.createDirectories(run.start().resolve(TRUSTED));
      try (Stream<Path> keys = Files.list(SignedPolicy.beside(file))) {
        for (Path key : keys.toList()) {
          DurableFiles.write(trusted.resolve(key.getFileName()), Files.readAllBytes(key));
        }
      }
      DurableFiles.write(run.start().resolve(FILE), Files.readAllBytes(file));
    } catch (IOException e) {
      throw LaunchException.environment("cannot keep " + file + " in " + run.start() + ": " + e, e);
    }
  }

  /**
   * What a run begins with; empty when it learns from nothing.
   *
   * @throws LaunchException when the policy is refused
   */
  public static Optional<StartPolicy> of(RunFolder run, RobotConfig config, Task task) {
    if (!Files.isDirectory(run.start())) {
      return Optional.empty();
    }
    return Optional.of(
        of(SignedPolicy.load(run.start().resolve(FILE), null, config, task).snapshot()));
  }

  /** The policy of a snapshot. */
  public static StartPolicy of(PolicySnapshot snapshot) {
    int[] layers = snapshot.layerSizes();
    return new StartPolicy(
        snapshot.parameters().clone(),
        Arrays.stream(layers, 1, layers.length - 1).boxed().toList());
  }
}
