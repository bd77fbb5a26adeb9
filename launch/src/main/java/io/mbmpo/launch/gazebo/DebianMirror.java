package io.mbmpo.launch.gazebo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where this system takes Debian packages from, as apt is configured. */
final class DebianMirror {
  /** One-line style: {@code deb [options] URI suite components}. */
  private static final Pattern LINE = Pattern.compile("^deb\\s+(?:\\[[^\\]]*\\]\\s+)?(\\S+)\\s");

  /** deb822 style: {@code URIs: URI URI}. */
  private static final Pattern FIELD = Pattern.compile("^URIs:\\s*(.*)$");

  private DebianMirror() {}

  /**
   * The first that serves Debian itself: its path ends in {@code debian}. Other systems may have
   * none.
   *
   * @param apt apt's folder, {@code /etc/apt}
   */
  static Optional<String> of(Path apt) {
    return uris(apt).stream().filter(DebianMirror::servesDebian).findFirst();
  }

  private static List<String> uris(Path apt) {
    List<String> uris = new ArrayList<>();
    for (Path file : files(apt)) {
      for (String line : lines(file)) {
        Matcher old = LINE.matcher(line);
        Matcher field = FIELD.matcher(line);
        if (old.find()) {
          uris.add(old.group(1));
        } else if (field.find()) {
          uris.addAll(List.of(field.group(1).strip().split("\\s+")));
        }
      }
    }
    return uris;
  }

  private static List<Path> files(Path apt) {
    List<Path> files = new ArrayList<>(List.of(apt.resolve("sources.list")));
    try (Stream<Path> more = Files.list(apt.resolve("sources.list.d"))) {
      more.sorted().forEach(files::add);
    } catch (IOException e) {
      return files; // no such folder
    }
    return files;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // not there, or not ours to read
    }
  }

  private static boolean servesDebian(String uri) {
    try {
      String path = URI.create(uri).getPath();
      return uri.startsWith("http") && path != null && path.matches(".*/debian/?");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
