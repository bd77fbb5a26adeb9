package io.mbmpo.link;

/**
 * What became of a snapshot or plan at the controller; sent to the learner and shown to people.
 *
 * @param version version of the snapshot or plan
 * @param digest SHA-256 of the signed message
 * @param outcome what became of it
 * @param reason why it was refused or rolled back, else empty
 */
public record SnapshotReport(
    String runId, long version, byte[] digest, Outcome outcome, String reason) {

  /** Fate of a snapshot. */
  public enum Outcome {
    STAGED,
    ACTIVATED,
    REFUSED,
    ROLLED_BACK
  }
}
