package io.mbmpo.launch.keys;

/**
 * A signing key that was made, as {@code ./mbmpo keys list} shows it.
 *
 * @param id of the key
 * @param robot that it can move
 * @param standing where it stands
 */
public record SigningRecord(String id, String robot, Standing standing) {
  /** Where a signing key stands. */
  public enum Standing {
    /** The learner signs with it. */
    CURRENT,
    /** The robot still accepts it. */
    FORMER,
    /** The robot refuses it. */
    REVOKED
  }
}
