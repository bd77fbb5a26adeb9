package io.mbmpo.robotconfigs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Collects what is wrong with a folder, so that the person sees all of it at once. */
final class Problems {
  /** A line of a file, counted from 1. */
  record Place(String file, int line) {}

  private final Set<String> lines = new LinkedHashSet<>();

  void add(Place place, String field, String value, String allowed) {
    lines.add(
        "%s:%d: %s: value is %s; allowed: %s"
            .formatted(place.file(), place.line(), field, value, allowed));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * @throws RobotConfigException when there is any problem
   */
  void throwIfAny(String what) {
    if (!lines.isEmpty()) {
      throw new RobotConfigException(what, List.copyOf(lines));
    }
  }

  /** A number as a sentence has it. */
  static String text(double value) {
    return String.format(Locale.ROOT, "%.6g", value)
        .replaceAll("(\\.\\d*?)0+$", "$1")
        .replaceAll("\\.$", "");
  }
}
