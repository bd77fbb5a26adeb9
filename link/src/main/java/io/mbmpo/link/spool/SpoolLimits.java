package io.mbmpo.link.spool;

/**
 * How large the spool may grow.
 *
 * @param maxEpisodes most episodes waiting
 * @param maxBytes most bytes they may take
 * @param minFreeBytes least free space that must remain on the disk
 */
public record SpoolLimits(int maxEpisodes, long maxBytes, long minFreeBytes) {
  /** 10,000 episodes, 2 GiB, 64 MiB left free. */
  public static final SpoolLimits DEFAULT = new SpoolLimits(10_000, 2L << 30, 64L << 20);
}
