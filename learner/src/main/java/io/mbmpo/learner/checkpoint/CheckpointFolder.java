package io.mbmpo.learner.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run's checkpoints: the last few and the best. A file appears whole or not at all, whatever
 * happens while it is written. Used by one learner thread.
 */
public final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("iteration-\\d{6,}\\.checkpoint");
  private static final String BEST = "best.checkpoint";

  /** Writes bytes through to the disk; replaced in tests by a disk that fails. */
  interface Disk {
    void write(Path file, byte[] bytes) throws IOException;
  }

  private final Path folder;
  private final String runId;
  private final int kept;
  private final Disk disk;

  /**
   * @param folder made when it is missing
   * @param runId run whose checkpoints these are; another run's are refused
   * @param kept how many of the newest are kept, at least 1; the best is kept besides
   */
  public CheckpointFolder(Path folder, String runId, int kept) {
    this(folder, runId, kept, CheckpointFolder::writeThrough);
  }

  CheckpointFolder(Path folder, String runId, int kept, Disk disk) {
    if (kept < 1) {
      throw new IllegalArgumentException("keep at least 1 checkpoint, not " + kept);
    }
    this.folder = folder;
    this.runId = runId;
    this.kept = kept;
    this.disk = disk;
  }

  /**
   * Saves durably, then removes checkpoints older than the last few.
   *
   * @param best whether this is the best of the run so far; kept as such until a better one comes
   * @return the file written
   * @throws CheckpointException when it cannot be written; the checkpoints there stay valid
   */
  public Path save(Checkpoint checkpoint, boolean best) {
    if (!checkpoint.runId().equals(runId)) {
      throw new IllegalArgumentException(
          "a checkpoint of run %s in the folder of run %s".formatted(checkpoint.runId(), runId));
    }
    byte[] bytes = CheckpointFormat.encode(checkpoint);
    Path file = folder.resolve("iteration-%06d.checkpoint".formatted(checkpoint.iteration()));
    try {
      Files.createDirectories(folder);
      replace(file, bytes);
      if (best) {
        replace(folder.resolve(BEST), bytes);
      }
      List<Path> files = newestFirst();
      for (Path old : files.subList(Math.min(kept, files.size()), files.size())) {
        Files.delete(old);
      }
      return file;
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written: %s; free some space or check the folder, the checkpoints before it are still good"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * The checkpoint of the highest iteration, if there is one.
   *
   * @throws CheckpointException when it is damaged or of another run or version; the message says
   *     which file to delete and which checkpoint the run would then resume from
   */
  public Optional<Checkpoint> newest() {
    List<Path> files;
    try {
      files = newestFirst();
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint folder %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    String remedy =
        files.size() > 1
            ? "delete it to resume from " + files.get(1).getFileName()
            : "delete it to start the run from its stored episodes";
    return Optional.of(read(files.get(0), remedy));
  }

  /**
   * The best checkpoint, if one was saved as such.
   *
   * @throws CheckpointException when it is damaged or of another run or version
   */
  public Optional<Checkpoint> best() {
    Path file = folder.resolve(BEST);
    return Files.exists(file)
        ? Optional.of(read(file, "delete it, the newest ones are files of their own"))
        : Optional.empty();
  }

  private Checkpoint read(Path file, String remedy) {
    Checkpoint checkpoint;
    try {
      checkpoint = CheckpointFormat.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be used: %s; %s".formatted(file, e.getMessage(), remedy), e);
    }
    if (!checkpoint.runId().equals(runId)) {
      throw new CheckpointException(
          "checkpoint %s cannot be used: it is of run %s, not %s; move it to that run's folder"
              .formatted(file, checkpoint.runId(), runId));
    }
    return checkpoint;
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          new ArrayList<>(
              files.filter(f -> NAME.matcher(f.getFileName().toString()).matches()).toList());
      found.sort(Comparator.comparingLong(CheckpointFolder::iteration).reversed());
      return found;
    }
  }

  private static long iteration(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  private void replace(Path file, byte[] bytes) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      disk.write(partial, bytes);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
    // The rename itself must reach the disk, too.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static void writeThrough(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
