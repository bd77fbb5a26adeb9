package io.mbmpo.controller.rollout;

import io.mbmpo.link.PolicySnapshot;

/**
 * What the controller must remember over a restart.
 *
 * @param snapshotFloor lowest snapshot version that is still accepted
 * @param planFloor lowest plan version that is still accepted
 * @param lastGood last snapshot that passed probation, or null
 * @param lastGoodDigest SHA-256 of its signed message; empty when there is none
 */
record AcceptedState(
    long snapshotFloor, long planFloor, PolicySnapshot lastGood, byte[] lastGoodDigest) {

  static final AcceptedState NOTHING = new AcceptedState(0, 0, null, new byte[0]);

  AcceptedState withSnapshotFloor(long version) {
    return new AcceptedState(Math.max(version, snapshotFloor), planFloor, lastGood, lastGoodDigest);
  }

  AcceptedState withPlanFloor(long version) {
    return new AcceptedState(snapshotFloor, Math.max(version, planFloor), lastGood, lastGoodDigest);
  }

  AcceptedState withLastGood(PolicySnapshot snapshot, byte[] digest) {
    return new AcceptedState(snapshotFloor, planFloor, snapshot, digest);
  }
}
