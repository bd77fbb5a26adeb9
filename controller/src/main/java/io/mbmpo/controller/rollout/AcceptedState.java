package io.mbmpo.controller.rollout;

import io.mbmpo.link.PolicySnapshot;

/**
 * What the controller must remember over a restart.
 *
 * @param snapshotFloor lowest snapshot version that is still accepted
 * @param planFloor lowest plan version that is still accepted
 * @param lastGood last snapshot that passed probation, or null
 * @param lastGoodDigest SHA-256 of its signed message, hex; empty when there is none
 * @param lastGoodSigned that message, or null
 */
record AcceptedState(
    long snapshotFloor,
    long planFloor,
    PolicySnapshot lastGood,
    String lastGoodDigest,
    byte[] lastGoodSigned) {

  static final AcceptedState NOTHING = new AcceptedState(0, 0, null, "", null);

  AcceptedState withSnapshotFloor(long version) {
    return new AcceptedState(
        Math.max(version, snapshotFloor), planFloor, lastGood, lastGoodDigest, lastGoodSigned);
  }

  AcceptedState withPlanFloor(long version) {
    return new AcceptedState(
        snapshotFloor, Math.max(version, planFloor), lastGood, lastGoodDigest, lastGoodSigned);
  }

  AcceptedState withLastGood(PolicySnapshot snapshot, String digest, byte[] signed) {
    return new AcceptedState(snapshotFloor, planFloor, snapshot, digest, signed);
  }
}
