package io.mbmpo.controller.rollout;

import io.mbmpo.link.EpisodeEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.SnapshotVersion;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that passed the gate: staged, then on probation for their first episode, then good or
 * rolled back. Remembers the last good one and how old a snapshot or plan may be, also on disk. Not
 * thread-safe: its owner locks.
 */
final class SnapshotStage {
  private static final Logger log = LoggerFactory.getLogger(SnapshotStage.class);
  private static final HexFormat HEX = HexFormat.of();

  /** Where a staged snapshot stands. */
  enum Standing {
    STAGED,
    PROBATION,
    GOOD,
    ROLLED_BACK
  }

  /** A snapshot and where it stands. */
  static final class Entry {
    final PolicySnapshot snapshot;
    final byte[] digest;
    private final byte[] signed;
    Standing standing;

    private Entry(PolicySnapshot snapshot, byte[] digest, byte[] signed, Standing standing) {
      this.snapshot = snapshot;
      this.digest = digest;
      this.signed = signed;
      this.standing = standing;
    }
  }

  private final SnapshotGate gate;
  private final AcceptedFile file;
  private final Map<Long, Entry> entries = new HashMap<>();
  private AcceptedState accepted;

  SnapshotStage(SnapshotGate gate, AcceptedFile file) {
    this.gate = gate;
    this.file = file;
    accepted = file.load();
    if (accepted.lastGood() != null) {
      gate.check(accepted.lastGood(), 0)
          .ifPresent(
              refusal -> {
                log.warn("last good snapshot dropped: {}", refusal.reason());
                accepted = accepted.withLastGood(null, "", null);
              });
    }
  }

  /** Whether this very snapshot is here already. */
  boolean holds(PolicySnapshot snapshot, byte[] digest) {
    Entry entry = entries.get(snapshot.version());
    return entry != null && Arrays.equals(entry.digest, digest);
  }

  /** Stages the snapshot, or says why not. */
  Optional<SnapshotGate.Refusal> admit(PolicySnapshot snapshot, byte[] digest, byte[] signed) {
    Optional<SnapshotGate.Refusal> refusal = gate.check(snapshot, accepted.snapshotFloor());
    if (refusal.isEmpty()) {
      boolean good = accepted.lastGoodDigest().equals(HEX.formatHex(digest));
      entries.put(
          snapshot.version(),
          new Entry(
              snapshot, digest.clone(), signed.clone(), good ? Standing.GOOD : Standing.STAGED));
      long set = SnapshotVersion.setStart(snapshot.version());
      if (set > accepted.snapshotFloor()) {
        keep(accepted.withSnapshotFloor(set));
      }
    }
    return refusal;
  }

  /** The staged snapshot of this version, or null. */
  Entry find(long version) {
    return entries.get(version);
  }

  /** The last snapshot that passed probation, or null. */
  Entry lastGood() {
    return accepted.lastGood() == null
        ? null
        : new Entry(
            accepted.lastGood(),
            HEX.parseHex(accepted.lastGoodDigest()),
            accepted.lastGoodSigned(),
            Standing.GOOD);
  }

  /**
   * A rollout is over. A snapshot on probation passes by an episode that went to its horizon or to
   * a fall, which the task knows; it stays on probation where {@link EpisodeEnd#interrupted the
   * machine was late}; one that ended in another failsafe is rolled back, returned, and does not
   * run again.
   */
  Optional<Entry> tried(PreparedRollout rollout) {
    Entry entry = find(rollout.snapshotVersion());
    if (!rollout.buffer().ran() || entry == null || entry.standing != Standing.PROBATION) {
      return Optional.empty();
    }
    String end = rollout.buffer().end();
    if (end.equals(EpisodeBuffer.HORIZON) || end.equals(EpisodeBuffer.FALL)) {
      entry.standing = Standing.GOOD;
      keep(accepted.withLastGood(entry.snapshot, HEX.formatHex(entry.digest), entry.signed));
      return Optional.empty();
    }
    if (EpisodeEnd.interrupted(end)) {
      return Optional.empty();
    }
    entry.standing = Standing.ROLLED_BACK;
    return Optional.of(entry);
  }

  /** Snapshots and plans of lower versions are refused from now on. */
  void raiseFloors(long version) {
    if (version > Math.min(accepted.snapshotFloor(), accepted.planFloor())) {
      keep(accepted.withSnapshotFloor(version).withPlanFloor(version));
    }
  }

  /** Lowest plan version that is still accepted. */
  long planFloor() {
    return accepted.planFloor();
  }

  /** A plan was accepted: forgets snapshots of older sets that it does not name. */
  void planAccepted(long planVersion, Set<Long> named) {
    long set = SnapshotVersion.setStart(planVersion);
    entries.keySet().removeIf(version -> version < set && !named.contains(version));
    if (planVersion > accepted.planFloor()) {
      keep(accepted.withPlanFloor(planVersion));
    }
  }

  private void keep(AcceptedState state) {
    accepted = state;
    try {
      file.save(state);
    } catch (IOException e) {
      log.warn("cannot keep the accepted state on disk; going on without: {}", e.toString());
    }
  }
}
