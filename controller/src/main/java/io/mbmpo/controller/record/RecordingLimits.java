package io.mbmpo.controller.record;

/**
 * How recordings are cut and bounded.
 *
 * @param fileBytes largest file; from half of it on, the next file is begun when the robot is at
 *     rest
 * @param fileSeconds controller time after which the next file is begun when the robot is at rest
 * @param totalBytes largest sum of all files of a folder; the oldest are deleted for it
 * @param freeBytes room that must be left on the disk, for what matters more than recordings
 * @param chunkBytes size from which a chunk is written, before compression
 * @param flushSeconds age at which it is written at the latest, and synced: what a killed process
 *     or a power cut can cost
 * @param ringSeconds time for which the disk may stand still before ticks go unrecorded
 */
public record RecordingLimits(
    long fileBytes,
    double fileSeconds,
    long totalBytes,
    long freeBytes,
    int chunkBytes,
    double flushSeconds,
    double ringSeconds) {

  /** 200 MB a folder. */
  public static final RecordingLimits DEFAULT =
      new RecordingLimits(32_000_000, 600, 200_000_000, 100_000_000, 1 << 20, 0.5, 4);

  private static final int LEAST_CHUNKS = 4;

  /**
   * @throws IllegalArgumentException when a file could not hold a few chunks, or the folder two
   *     files
   */
  public RecordingLimits {
    if (fileBytes < (long) LEAST_CHUNKS * chunkBytes || totalBytes < 2 * fileBytes) {
      throw new IllegalArgumentException(
          "recordings: files of "
              + fileBytes
              + " bytes need chunks of at most a quarter of it, and room for two, not "
              + chunkBytes
              + " and "
              + totalBytes);
    }
  }

  /** The same with another bound for all files; files are at most a quarter of it. */
  public RecordingLimits withTotalBytes(long bytes) {
    return new RecordingLimits(
        Math.min(fileBytes, bytes / 4),
        fileSeconds,
        bytes,
        freeBytes,
        chunkBytes,
        flushSeconds,
        ringSeconds);
  }
}
