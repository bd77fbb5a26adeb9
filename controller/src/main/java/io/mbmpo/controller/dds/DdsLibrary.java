package io.mbmpo.controller.dds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import us.ihmc.rtps.impl.fastRTPS.FastRTPSJNI;
import us.ihmc.rtps.impl.fastRTPS.LogLevel;

/**
 * The native libraries, unpacked once a machine. Written beside and moved into place, so that
 * processes that start together do not load each other's halves.
 */
final class DdsLibrary {
  /** System property: folder that native libraries are unpacked into. */
  static final String FOLDER_PROPERTY = "mbmpo.natives";

  private static final List<String> FILES =
      List.of("libfastcdr.so.2", "libfastrtps.so.2.14", "libFastRTPSWrapper.so"); // in this order
  private static final int LOG_WARNINGS = 1;

  private static boolean loaded;

  private DdsLibrary() {}

  /**
   * Loads them, once a process.
   *
   * @throws DdsException when there are none for this machine, or they cannot be unpacked or loaded
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    String prefix = "/ihmc-pub-sub/native/" + system + "/" + machine + "/";
    Path folder = folder().resolve("ihmc-pub-sub-" + machine);
    try {
      for (String file : FILES) {
        System.load(unpack(prefix + file, folder.resolve(file)).toString());
      }
      LogLevel.setLogLevel(LOG_WARNINGS);
    } catch (IOException e) {
      throw new DdsException(
          "cannot unpack Fast DDS into %s: %s; another folder can be named by -D%s=FOLDER"
              .formatted(folder, e.getMessage(), FOLDER_PROPERTY),
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new DdsException("Fast DDS does not load on this machine: " + e.getMessage(), e);
    }
    loaded = true;
  }

  private static Path folder() {
    String named = System.getProperty(FOLDER_PROPERTY);
    return named != null
        ? Path.of(named).toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".cache", "mbmpo", "natives");
  }

  private static Path unpack(String resource, Path file) throws IOException {
    byte[] content;
    try (InputStream in = FastRTPSJNI.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new DdsException(
            "Fast DDS comes for Linux on x86_64 and aarch64, not for this machine (no "
                + resource
                + "); use --wire none");
      }
      content = in.readAllBytes();
    }
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      Files.createDirectories(file.getParent());
      Path beside = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".tmp");
      Files.write(beside, content);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
