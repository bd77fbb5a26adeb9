package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.rollout.SnapshotGate;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.TrustedKeys;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A policy from a file, through the same checks as one from the network: signature by a key beside
 * it, then the controller's gate.
 *
 * @param snapshot the policy
 * @param digest SHA-256 of the file
 */
public record SignedPolicy(PolicySnapshot snapshot, byte[] digest) {

  /**
   * Reads a policy and checks its signature, and that the robot's controller would take it.
   *
   * @param trusted folder of public keys, or null for {@code trusted/} or {@code keys/trusted/}
   *     beside the file
   * @throws LaunchException naming the file and why it is refused
   */
  public static SignedPolicy load(Path file, Path trusted, RobotConfig config, Task task) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw LaunchException.usage(
          "cannot read policy " + file + "; name one with --policy, or make one with ./mbmpo demo",
          e);
    }
    PolicySnapshot snapshot;
    try {
      TrustedKeys keys = TrustedKeys.load(trusted == null ? beside(file) : trusted);
      snapshot = WireCodec.decodeSnapshot(keys.verify(SignedType.POLICY_SNAPSHOT, bytes));
    } catch (LinkException e) {
      throw LaunchException.usage("policy " + file + " is refused: " + e.getMessage(), e);
    }
    Optional<SnapshotGate.Refusal> refusal = new SnapshotGate(config, task).check(snapshot, 0);
    if (refusal.isPresent()) {
      throw LaunchException.usage("policy " + file + " is refused: " + refusal.get().reason());
    }
    return new SignedPolicy(snapshot, Digest.of(bytes));
  }

  /** Folder of the keys beside a policy file. */
  static Path beside(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path keys = folder.resolve("keys").resolve("trusted");
    return Files.isDirectory(keys) ? keys : folder.resolve("trusted");
  }
}
