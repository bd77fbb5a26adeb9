package io.mbmpo.launch.screen;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds new warnings and errors in log files that other processes write. Asked now and then, by one
 * thread; reads only what came since.
 */
public final class LogWatch {
  private static final Pattern WARNING =
      Pattern.compile("^\\S+Z (WARN|ERROR) +\\[[^]]*\\] (?<text>.*)$");
  private static final int MOST_BYTES = 256 << 10;

  private final Map<Path, Long> offsets = new LinkedHashMap<>();

  /** Watches a file from its present end; it may not exist yet. */
  public LogWatch watch(Path log) {
    offsets.put(log, log.toFile().length());
    return this;
  }

  /** Warnings and errors since the last time: "name: text", oldest first. */
  public List<String> poll() {
    List<String> found = new ArrayList<>();
    offsets.replaceAll((log, offset) -> read(log, offset, found));
    return found;
  }

  private static long read(Path log, long offset, List<String> found) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(Math.min(offset, file.length()), file.length() - MOST_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      int whole = bytes.length;
      while (whole > 0 && bytes[whole - 1] != '\n') {
        whole--;
      }
      String name = log.getFileName().toString().replaceFirst("\\.log$", "");
      new String(bytes, 0, whole, StandardCharsets.UTF_8)
          .lines()
          .map(WARNING::matcher)
          .filter(Matcher::matches)
          .forEach(line -> found.add(name + ": " + line.group("text")));
      return from + whole;
    } catch (IOException e) {
      return offset;
    }
  }
}
