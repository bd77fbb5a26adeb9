package io.mbmpo.launch.role;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotVersion;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.link.spool.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The learner's end of the link that also keeps every snapshot, signed as it went out (Ed25519
 * gives the same bytes each time), in the run folder.
 */
final class SnapshotArchive implements LearnerEnd {
  private final LearnerEnd link;
  private final SigningKey key;
  private final RunFolder run;

  SnapshotArchive(LearnerEnd link, SigningKey key, RunFolder run) {
    this.link = link;
    this.key = key;
    this.run = run;
  }

  /** Where a snapshot of this version is kept. */
  static Path file(RunFolder run, long version) {
    return run.snapshots().resolve(SnapshotVersion.text(version) + ".snapshot");
  }

  @Override
  public void publish(PolicySnapshot snapshot) {
    byte[] signed = key.sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(snapshot));
    try {
      DurableFiles.write(file(run, snapshot.version()), signed);
      if (snapshot.role() == PolicySnapshot.Role.META) {
        DurableFiles.write(run.policy(), signed);
      }
    } catch (IOException e) {
      throw LaunchException.environment(
          "cannot keep a snapshot in " + run.snapshots() + ": " + e, e);
    }
    link.publish(snapshot);
  }

  @Override
  public void start(Listener listener) {
    link.start(listener);
  }

  @Override
  public void publish(RolloutPlan plan) {
    link.publish(plan);
  }

  @Override
  public void publish(LearnerProgress progress) {
    link.publish(progress);
  }

  @Override
  public void close() {
    link.close();
  }
}
