package io.mbmpo.launch.run;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two processes from playing the same role on the same run. The operating system lets go of
 * it when the process dies, however it dies.
 */
public final class RunLock implements AutoCloseable {
  /**
   * Locks of this process. Asked first, since closing a second handle of a locked file would let go
   * of the lock (POSIX).
   */
  private static final Set<Path> ours = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock or says who has it.
   *
   * @throws LaunchException when another process has it, naming its process id
   */
  public static RunLock acquire(Path file, String role) {
    Path key = file.toAbsolutePath().normalize();
    if (!ours.add(key)) {
      throw taken(file, role, ProcessHandle.current().pid() + "");
    }
    boolean held = false;
    try {
      Files.createDirectories(key.getParent());
      FileChannel channel =
          FileChannel.open(
              key, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw taken(file, role, Files.readString(key).strip());
        }
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        held = true;
        return new RunLock(key, channel);
      } finally {
        if (!held) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw LaunchException.environment("cannot lock " + file + ": " + e.getMessage(), e);
    } finally {
      if (!held) {
        ours.remove(key);
      }
    }
  }

  /** Whether some process has the lock now. */
  public static boolean isHeld(Path file) {
    Path key = file.toAbsolutePath().normalize();
    if (ours.contains(key)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(key, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw LaunchException.environment("cannot let go of " + file + ": " + e.getMessage(), e);
    } finally {
      ours.remove(file);
    }
  }

  private static LaunchException taken(Path file, String role, String process) {
    return LaunchException.environment(
        "another "
            + role
            + " process ("
            + process
            + ") works on this run ("
            + file
            + "); stop it first");
  }
}
