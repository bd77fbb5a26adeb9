package io.mbmpo.launch.keys;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.signing.OwnerOnly;
import io.mbmpo.link.signing.Pem;
import io.mbmpo.link.spool.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that its owner alone may enter (0700), of files that its owner alone may read (0600).
 */
record PrivateFolder(Path path) {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String REVOCATIONS = "X509 CRL";

  /** Makes the folder, unless it is there. */
  static PrivateFolder make(Path path) {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new PrivateFolder(path);
    } catch (IOException e) {
      throw LaunchException.environment("cannot make folder " + path + ": " + e, e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  void writePrivateKey(String name, byte[] pkcs8) {
    write(name, Pem.block(Pem.PRIVATE, pkcs8));
  }

  void writeCertificate(String name, byte[] der) {
    write(name, Pem.block(CERTIFICATE, der));
  }

  void writeRevocations(String name, byte[] der) {
    write(name, Pem.block(REVOCATIONS, der));
  }

  /** Durably, in the place of what was there. */
  void write(String name, String text) {
    try {
      DurableFiles.write(file(name), text.getBytes(StandardCharsets.UTF_8), OwnerOnly.attribute());
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + file(name) + ": " + e, e);
    }
  }
}
