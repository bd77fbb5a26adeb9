package io.mbmpo.link.spool;

import io.mbmpo.link.Episode;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes on the robot's disk until the learner has them. One file each, written beside, forced
 * and renamed, so that a file is whole or not there; its digest is in front. A file that does not
 * match its digest is set aside in {@code quarantine/} and never sent. One process owns a folder.
 *
 * <p>Thread-safe; blocks on the disk, so never on the control thread.
 */
public final class EpisodeSpool implements AutoCloseable {
  /** How bytes reach the disk; tests put a full disk here. */
  @FunctionalInterface
  interface Writer {
    void write(Path target, byte[] content) throws IOException;
  }

  private record Entry(Path file, String runId, byte[] digest, long bytes) {}

  private static final Logger LOG = LoggerFactory.getLogger(EpisodeSpool.class);
  private static final String ENDING = ".episode";
  private static final byte[] MAGIC = "MBMPOEP1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Digest.BYTES;

  private final Path folder;
  private final SpoolLimits limits;
  private final Writer writer;
  private final FileChannel lock;
  private final DeliveredLedger ledger;
  // In the order in which they are sent: as spooled.
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long bytes;
  private long nextSequence;

  /**
   * Opens the folder, making it if need be, and takes stock: unfinished files are deleted, damaged
   * ones set aside.
   *
   * @throws LinkException when the folder cannot be used or another process owns it
   */
  public EpisodeSpool(Path folder, SpoolLimits limits) {
    this(folder, limits, (target, content) -> DurableFiles.write(target, content));
  }

  EpisodeSpool(Path folder, SpoolLimits limits, Writer writer) {
    this.folder = folder;
    this.limits = limits;
    this.writer = writer;
    try {
      Files.createDirectories(folder);
      lock = lock(folder.resolve("owner.lock"));
      ledger = new DeliveredLedger(folder.resolve("delivered"));
      takeStock();
    } catch (IOException e) {
      throw new LinkException("cannot use episode spool " + folder + ": " + e, e);
    }
  }

  /**
   * Keeps the episode; durable when it returns. An id that is spooled or was acknowledged is
   * ignored.
   *
   * @return whether it was new
   * @throws LinkException when the spool or the disk is full; what was spooled stays
   */
  public synchronized boolean add(Episode episode) {
    if (entries.containsKey(episode.episodeId())
        || ledger.delivered(episode.runId()).contains(episode.episodeId())) {
      return false;
    }
    byte[] payload = WireCodec.encode(episode);
    byte[] digest = Digest.of(payload);
    byte[] content = Arrays.copyOf(MAGIC, HEADER + payload.length);
    System.arraycopy(digest, 0, content, MAGIC.length, Digest.BYTES);
    System.arraycopy(payload, 0, content, HEADER, payload.length);
    requireSpace(episode.episodeId(), content.length);
    Path file =
        folder.resolve("%012d-%s%s".formatted(nextSequence, fileName(episode.episodeId()), ENDING));
    try {
      writer.write(file, content);
    } catch (IOException e) {
      throw full(episode.episodeId(), content.length, "writing failed: " + e.getMessage(), e);
    }
    nextSequence++;
    put(episode, new Entry(file, episode.runId(), digest, content.length));
    return true;
  }

  /** Ids waiting, oldest first. */
  public synchronized List<String> waiting() {
    return List.copyOf(entries.keySet());
  }

  public synchronized int size() {
    return entries.size();
  }

  /** Ids of the run that are waiting or were acknowledged. */
  public synchronized Set<String> known(String runId) {
    Set<String> ids = new HashSet<>(ledger.delivered(runId));
    entries.forEach(
        (id, entry) -> {
          if (entry.runId().equals(runId)) {
            ids.add(id);
          }
        });
    return Set.copyOf(ids);
  }

  /** Digest of a waiting episode's serialized form, or null when it does not wait (any more). */
  public synchronized byte[] digest(String episodeId) {
    Entry entry = entries.get(episodeId);
    return entry == null ? null : entry.digest().clone();
  }

  /**
   * The serialized episode, checked against its digest, or null when it does not wait (any more) or
   * its file has become unreadable, in which case it is set aside.
   */
  public synchronized byte[] read(String episodeId) {
    Entry entry = entries.get(episodeId);
    if (entry == null) {
      return null;
    }
    try {
      return payload(entry.file());
    } catch (IOException | LinkException e) {
      quarantine(episodeId, e.getMessage());
      return null;
    }
  }

  /**
   * The learner has it: noted durably first, then deleted, so that no kill in between forgets it.
   *
   * @return whether it was waiting
   * @throws LinkException when the disk refuses; the episode then stays and is sent again
   */
  public synchronized boolean acknowledge(String episodeId) {
    Entry entry = entries.get(episodeId);
    if (entry == null) {
      return false;
    }
    try {
      ledger.add(entry.runId(), episodeId);
      Files.deleteIfExists(entry.file());
    } catch (IOException e) {
      throw new LinkException(
          "cannot note in " + folder + " that episode " + episodeId + " was delivered: " + e, e);
    }
    entries.remove(episodeId);
    bytes -= entry.bytes();
    return true;
  }

  /** Takes an episode out of the queue, keeping its file in {@code quarantine/} for people. */
  public synchronized void quarantine(String episodeId, String reason) {
    Entry entry = entries.remove(episodeId);
    if (entry != null) {
      bytes -= entry.bytes();
      setAside(entry.file(), reason);
    }
  }

  @Override
  public synchronized void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("closing {}: {}", folder, e.toString());
    }
  }

  /** A file name that says the id and is unique for it, whatever characters it has. */
  static String fileName(String id) {
    String readable = id.replaceAll("[^A-Za-z0-9._-]", "_");
    String hash = HexFormat.of().formatHex(Digest.of(id.getBytes(StandardCharsets.UTF_8)), 0, 6);
    return readable.substring(0, Math.min(80, readable.length())) + "-" + hash;
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      channel.close();
      throw new LinkException(
          file.getParent()
              + " is in use by another controller; stop it, or give this one another spool folder");
    }
    return channel;
  }

  private void takeStock() throws IOException {
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(folder, "*" + DurableFiles.UNFINISHED)) {
      for (Path file : unfinished) {
        LOG.warn("{} was never finished and is deleted", file);
        Files.delete(file);
      }
    }
    List<Path> files;
    try (var found = Files.list(folder)) {
      files = found.filter(f -> f.getFileName().toString().endsWith(ENDING)).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.matches("\\d{12}-.*")) {
        nextSequence = Math.max(nextSequence, Long.parseLong(name.substring(0, 12)) + 1);
      }
      try {
        byte[] payload = payload(file);
        Episode episode = WireCodec.decodeEpisode(payload);
        if (entries.containsKey(episode.episodeId())
            || ledger.delivered(episode.runId()).contains(episode.episodeId())) {
          Files.delete(file);
        } else {
          put(
              episode,
              new Entry(file, episode.runId(), Digest.of(payload), (long) HEADER + payload.length));
        }
      } catch (LinkException e) {
        setAside(file, e.getMessage());
      }
    }
  }

  private void put(Episode episode, Entry entry) {
    entries.put(episode.episodeId(), entry);
    bytes += entry.bytes();
  }

  private static byte[] payload(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length < HEADER
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new LinkException("no episode file, or cut short");
    }
    byte[] payload = Arrays.copyOfRange(content, HEADER, content.length);
    if (!ByteBuffer.wrap(content, MAGIC.length, Digest.BYTES)
        .equals(ByteBuffer.wrap(Digest.of(payload)))) {
      throw new LinkException("its bytes do not match its digest");
    }
    return payload;
  }

  private void setAside(Path file, String reason) {
    Path aside = folder.resolve("quarantine").resolve(file.getFileName());
    LOG.error("episode file {} is set aside in {}: {}", file, aside.getParent(), reason);
    try {
      Files.createDirectories(aside.getParent());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("cannot move {} to {}: {}", file, aside, e.toString());
    }
  }

  private void requireSpace(String id, long needed) {
    if (entries.size() >= limits.maxEpisodes()) {
      throw full(id, needed, "%d episodes wait, the most allowed".formatted(entries.size()), null);
    }
    if (bytes + needed > limits.maxBytes()) {
      throw full(
          id, needed, "%d bytes wait of %d allowed".formatted(bytes, limits.maxBytes()), null);
    }
    if (freeBytes() - needed < limits.minFreeBytes()) {
      throw full(id, needed, limits.minFreeBytes() + " must stay free on the disk", null);
    }
  }

  private LinkException full(String id, long needed, String why, IOException cause) {
    return new LinkException(
        ("cannot keep episode %s: spool %s needs %d bytes, %d are free on its disk (%s); free space"
                + " or bring the learner back so that waiting episodes drain")
            .formatted(id, folder, needed, freeBytes(), why),
        cause);
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      LOG.warn("free space of {} is unknown: {}", folder, e.toString());
      return Long.MAX_VALUE;
    }
  }
}
