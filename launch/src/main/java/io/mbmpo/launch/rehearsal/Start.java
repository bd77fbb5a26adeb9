package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.evaluate.SignedPolicy;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A meta-policy to begin with.
 *
 * @param run run that learned it
 * @param seed seed of all that is drawn in its rehearsal
 * @param policy the policy, signature verified
 */
public record Start(String run, long seed, SignedPolicy policy) {
  private static final int DIGITS = 8;
  private static final long SEED_OF_A_FILE = 1;

  /**
   * A policy with a run's own seed; a file's is 1.
   *
   * @param from run folder, or signed policy file
   * @throws io.mbmpo.launch.exit.LaunchException when there is no policy that this robot may run
   */
  public static Start of(Path from, RobotConfig config, Task task) {
    if (!Files.isDirectory(from)) {
      SignedPolicy policy = SignedPolicy.load(from, null, config, task);
      return new Start(policy.snapshot().runId(), SEED_OF_A_FILE, policy);
    }
    RunFolder folder = RunFolder.open(from);
    return new Start(
        folder.name(),
        folder.description().seed(),
        SignedPolicy.load(folder.policy(), null, config, task));
  }

  /** The same policy with another seed. */
  public Start with(long other) {
    return new Start(run, other, policy);
  }

  /** Of the run, this very policy and the seed, as a folder name. */
  String key() {
    String digest = HexFormat.of().formatHex(policy.digest()).substring(0, DIGITS);
    return run + "-" + digest + "-s" + seed;
  }
}
