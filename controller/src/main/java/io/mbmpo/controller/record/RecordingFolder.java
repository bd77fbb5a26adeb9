package io.mbmpo.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of recordings, {@code <number>-<robot>-<UTC time>.mcap}. Numbers rise; the clock of a
 * robot may not.
 */
public final class RecordingFolder {
  private static final Pattern NAME = Pattern.compile("(\\d{4,9})-.+-\\d{8}-\\d{6}\\.mcap");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RecordingFolder() {}

  /** Recordings in the folder, oldest first; other files are not looked at. */
  public static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> number(file) > 0)
          .sorted(Comparator.comparingInt(RecordingFolder::number))
          .toList();
    }
  }

  /** Path of the next recording. */
  static Path next(Path folder, String robot, Instant now) throws IOException {
    List<Path> files = list(folder);
    int number = files.isEmpty() ? 1 : number(files.get(files.size() - 1)) + 1;
    return folder.resolve(String.format("%04d-%s-%s.mcap", number, robot, STAMP.format(now)));
  }

  /** Deletes the oldest recordings until all together are at most so many bytes. */
  static void shrink(Path folder, long bytes) throws IOException {
    Deque<Path> files = new ArrayDeque<>(list(folder));
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    while (total > bytes && !files.isEmpty()) {
      Path oldest = files.remove();
      total -= Files.size(oldest);
      Files.delete(oldest);
    }
  }

  /** 0 for a file that is no recording. */
  private static int number(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }
}
