package io.mbmpo.link;

/**
 * Snapshot versions rise across runs: start second of the run, then a counter within it. A
 * restarted learner that resumes a run makes the same versions again; a later run's are always
 * higher.
 */
public final class SnapshotVersion {
  private static final int COUNTER_BITS = 24;
  private static final int SLOT_BITS = 8;

  private SnapshotVersion() {}

  /**
   * The version of a place in an iteration of a run.
   *
   * @param runStartEpochSecond wall-clock second at which the run was first started
   * @param iteration iteration of Alg. 1, 0 to 65,535
   * @param slot place within the iteration's set, 0 to 255
   */
  public static long of(long runStartEpochSecond, int iteration, int slot) {
    if (iteration < 0 || iteration >= 1 << (COUNTER_BITS - SLOT_BITS)) {
      throw new IllegalArgumentException("iteration out of range: " + iteration);
    }
    if (slot < 0 || slot >= 1 << SLOT_BITS) {
      throw new IllegalArgumentException("slot out of range: " + slot);
    }
    return (runStartEpochSecond << COUNTER_BITS) | ((long) iteration << SLOT_BITS) | slot;
  }

  /** Lowest version of the set (the run's iteration) that this version belongs to. */
  public static long setStart(long version) {
    return version >> SLOT_BITS << SLOT_BITS;
  }

  /** For people: "iteration.slot". */
  public static String text(long version) {
    long counter = version & ((1L << COUNTER_BITS) - 1);
    return (counter >> SLOT_BITS) + "." + (counter & ((1 << SLOT_BITS) - 1));
  }
}
