package io.mbmpo.controller.record;

/**
 * How a recording stands.
 *
 * @param ticks recorded
 * @param lost ticks that the recorder had no time for
 * @param dropped ticks that came after recording had stopped
 * @param files begun
 * @param stopped why recording stopped; empty while it goes on
 */
public record RecorderStatus(long ticks, long lost, long dropped, long files, String stopped) {
  static final RecorderStatus NOTHING_YET = new RecorderStatus(0, 0, 0, 0, "");
}
