package io.mbmpo.launch.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Runs can be written, and there is room for recordings. */
final class DiskCheck implements Supplier<Verdict> {
  private static final String WHAT = "disk";
  private static final double GB = 1e9;
  private static final double LEAST_GB = 0.5;
  private static final double ENOUGH_GB = 5;

  private final Path runs;
  private final FreeSpace free;

  /** How much room there is. */
  @FunctionalInterface
  interface FreeSpace {
    /** Bytes that this process may still write in a folder. */
    long bytes(Path folder) throws IOException;

    /** As the file system says. */
    static long real(Path folder) throws IOException {
      return Files.getFileStore(folder).getUsableSpace();
    }
  }

  DiskCheck(Path runs, FreeSpace free) {
    this.runs = runs;
    this.free = free;
  }

  @Override
  public Verdict get() {
    try {
      Files.createDirectories(runs);
      Files.delete(Files.createTempFile(runs, "doctor", ".tmp"));
      double left = free.bytes(runs) / GB;
      String figure = Verdict.text("%.1f GB free in %s", left, runs.getFileName());
      String remedy = "a recording takes up to 200 MB a run; remove old runs";
      if (left < LEAST_GB) {
        return Verdict.fault(WHAT, figure, remedy);
      }
      return left < ENOUGH_GB ? Verdict.warn(WHAT, figure, remedy) : Verdict.ok(WHAT, figure);
    } catch (IOException e) {
      return Verdict.fault(
          WHAT,
          "cannot write in " + runs + " (" + e + ")",
          "make it this user's own, or free some room");
    }
  }
}
