package io.mbmpo.controller.dds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Fast DDS warns of, once a process. Its warnings are the only place where it tells of
 * endpoints that do not fit and of payloads that it dropped, so they are read: from a file that it
 * appends to and that is emptied here. A daemon thread reads; all methods may be called by any.
 */
final class NativeLog {
  private static final Logger log = LoggerFactory.getLogger(NativeLog.class);
  private static final long POLL_NANOS = 200_000_000L;
  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_KINDS_LOGGED = 50;
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern INCOMPATIBLE =
      Pattern.compile("INCOMPATIBLE QOS \\(topic: ([^)]*)\\): ?(.*?)\\s*(-> Function.*)?$");
  private static final Pattern OVERSIZE =
      Pattern.compile("payload size of '\\d+' bytes is larger", Pattern.CASE_INSENSITIVE);
  private static final Pattern GUID = Pattern.compile("\\b([0-9a-f]{2}\\.){11}[0-9a-f]{2}\\S*");

  private static final Pattern WARNING =
      Pattern.compile("\\[\\w+ (?:Warning|Error)\\] (.*?)(?: -> .*)?$");
  private static final Pattern NUMBERS = Pattern.compile("[0-9a-f.|:]*\\d[0-9a-f.|:]*");

  private static NativeLog instance;

  private final Path file;
  private final Map<String, String> incompatible = new ConcurrentHashMap<>();
  private final AtomicLong oversize = new AtomicLong();
  private String unfinished = "";
  private final Set<String> kindsLogged = new HashSet<>();

  private NativeLog(Path file) {
    this.file = file;
  }

  /** The process's log; its file is new the first time. */
  static synchronized NativeLog get() {
    if (instance == null) {
      try {
        Path file = Files.createTempFile("mbmpo-dds-", ".log");
        file.toFile().deleteOnExit();
        instance = new NativeLog(file);
      } catch (IOException e) {
        throw new DdsException("cannot make a temporary file: " + e.getMessage(), e);
      }
      Thread thread = new Thread(instance::follow, "dds-log");
      thread.setDaemon(true);
      thread.start();
    }
    return instance;
  }

  Path file() {
    return file;
  }

  /** By topic on the wire: why an endpoint of another does not fit ours. */
  Map<String, String> incompatible() {
    return Map.copyOf(incompatible);
  }

  /** Payloads that were dropped because they were larger than their type. */
  long oversize() {
    return oversize.get();
  }

  private void follow() {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (true) {
        buffer.clear();
        if (channel.read(buffer, 0) > 0) {
          channel.truncate(0); // what came in between is lost: these are warnings
          take(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    } catch (IOException e) {
      log.warn("warnings of Fast DDS are not read any more: {}", e.toString());
    }
  }

  private void take(String text) {
    String[] lines = (unfinished + COLOR.matcher(text).replaceAll("")).split("\n", -1);
    unfinished = lines[lines.length - 1];
    for (String line : lines) {
      understand(line); // the unfinished one, too: it may be all there is for long
    }
  }

  /** Each kind of warning once: they come by the thousand. */
  private void logOnce(String line) {
    Matcher parts = WARNING.matcher(line);
    String text = parts.find() ? parts.group(1) : line;
    if (!text.contains("interfaceWhiteList")
        && kindsLogged.add(NUMBERS.matcher(text).replaceAll("#"))) {
      log.info("Fast DDS: {}", text);
    }
  }

  private void understand(String line) {
    Matcher misfit = INCOMPATIBLE.matcher(line);
    if (misfit.find()) {
      String reason = GUID.matcher(misfit.group(2)).replaceAll("").replaceAll("\\s+", " ").strip();
      if (!reason.equals(incompatible.put(misfit.group(1), reason))) {
        log.warn("a peer's endpoint on {} does not fit ours: {}", misfit.group(1), reason);
      }
    } else if (OVERSIZE.matcher(line).find()) {
      oversize.incrementAndGet();
    } else if (!line.isBlank() && kindsLogged.size() < MOST_KINDS_LOGGED) {
      logOnce(line);
    }
  }
}
