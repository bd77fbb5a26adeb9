package io.mbmpo.link.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/** Files that are there completely or not at all after a power cut. Blocks on the disk. */
public final class DurableFiles {
  /** Ending of a file that is not finished; such files are deleted when found at start. */
  public static final String UNFINISHED = ".tmp";

  private DurableFiles() {}

  /**
   * Writes beside the target, forces the bytes to disk, renames, forces the folder.
   *
   * @param attributes of the new file, e.g. its permissions, set before the first byte is written
   * @throws IOException with the target unchanged and nothing left beside it
   */
  public static void write(Path target, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try {
      Files.createFile(unfinished, attributes);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        writeFully(channel, ByteBuffer.wrap(content));
        channel.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    forceFolder(target.toAbsolutePath().getParent());
  }

  /** Makes renames and deletions in the folder durable. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }
}
