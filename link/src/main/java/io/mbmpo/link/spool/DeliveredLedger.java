package io.mbmpo.link.spool;

import io.mbmpo.link.LinkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which episodes the learner has acknowledged: one file per run, one line "id crc32" per episode,
 * only appended to. Not thread-safe; {@link EpisodeSpool} guards it.
 */
final class DeliveredLedger {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveredLedger.class);

  private final Path folder;
  private final Map<String, Set<String>> byRun = new HashMap<>();

  DeliveredLedger(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Ids of the run; the live set, not to be changed. */
  Set<String> delivered(String runId) {
    return byRun.computeIfAbsent(runId, this::load);
  }

  /** Durable when it returns. */
  void add(String runId, String episodeId) throws IOException {
    if (!delivered(runId).add(episodeId)) {
      return;
    }
    Path file = file(runId);
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      DurableFiles.writeFully(
          channel, ByteBuffer.wrap(line(episodeId).getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    } catch (IOException e) {
      // What is on disk is not known now: read it again before it is next used.
      byRun.remove(runId);
      throw e;
    }
    if (isNew) {
      DurableFiles.forceFolder(folder);
    }
  }

  private Set<String> load(String runId) {
    Path file = file(runId);
    Set<String> ids = new LinkedHashSet<>();
    if (!Files.exists(file)) {
      return ids;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      int start = 0;
      boolean damaged = false;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          String line = new String(bytes, start, i + 1 - start, StandardCharsets.UTF_8);
          String id = line.substring(0, Math.max(0, line.lastIndexOf(' ')));
          boolean good = line.equals(line(id));
          damaged |= !good;
          if (good) {
            ids.add(id);
          }
          start = i + 1;
        }
      }
      if (damaged || start < bytes.length) {
        // A write was cut short. The learner knows such an episode and acknowledges it again.
        LOG.warn("{} has a torn line; {} good ones are kept", file, ids.size());
        StringBuilder whole = new StringBuilder();
        ids.forEach(id -> whole.append(line(id)));
        DurableFiles.write(file, whole.toString().getBytes(StandardCharsets.UTF_8));
      }
      return ids;
    } catch (IOException e) {
      throw new LinkException(
          "cannot read the list of delivered episodes " + file + ": " + e + "; check the disk", e);
    }
  }

  private Path file(String runId) {
    return folder.resolve(EpisodeSpool.fileName(runId) + ".txt");
  }

  private static String line(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return id + " " + Long.toHexString(crc.getValue()) + "\n";
  }
}
