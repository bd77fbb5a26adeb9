package io.mbmpo.link.signing;

import io.mbmpo.link.LinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner may read. */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> READ_WRITE =
      PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Permissions for a new file. */
  public static FileAttribute<Set<PosixFilePermission>> attribute() {
    return PosixFilePermissions.asFileAttribute(READ_WRITE);
  }

  /**
   * Refuses a file that others may read.
   *
   * @param what is in the file, e.g. {@code signing key}
   * @param danger what whoever reads it can do
   * @throws LinkException naming the file and the remedy when others may read it
   * @throws IOException when its permissions cannot be read
   */
  public static void require(Path file, String what, String danger) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!READ_WRITE.containsAll(permissions)) {
      throw new LinkException(
          "%s %s is open to others (%s); whoever reads it %s: chmod 600 %s"
              .formatted(what, file, PosixFilePermissions.toString(permissions), danger, file));
    }
  }
}
