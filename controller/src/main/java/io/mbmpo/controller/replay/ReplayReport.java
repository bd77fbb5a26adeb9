package io.mbmpo.controller.replay;

import io.mbmpo.controller.record.RecordingHead;

/**
 * What a replay came to.
 *
 * @param head what the recording says about itself
 * @param closed whether the file was closed in order; false when it breaks off
 * @param ticks in the file
 * @param skipped ticks that could not be compared: the file, or what follows missing ticks, begins
 *     in the middle of something
 * @param lost ticks missing in the file
 * @param rollouts taken in hand in ticks that were compared
 * @param different ticks in which the controller did not do the same
 * @param first where it first did not; null when it always did
 */
public record ReplayReport(
    RecordingHead head,
    boolean closed,
    long ticks,
    long skipped,
    long lost,
    long rollouts,
    long different,
    Difference first) {

  /** Ticks compared. */
  public long compared() {
    return ticks - skipped;
  }

  /**
   * Something that came out otherwise.
   *
   * @param tick number since the controller started
   * @param seconds controller time since the first tick of the file, s
   * @param field what, e.g. {@code command.position[3]}
   * @param recorded value then
   * @param replayed value now
   */
  public record Difference(
      long tick, double seconds, String field, String recorded, String replayed) {}
}
