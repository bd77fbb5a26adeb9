package io.mbmpo.robotconfigs;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
final class Nearest {
  private Nearest() {}

  /** {@code " (did you mean x?)"}, or empty when nothing is near. */
  static String hint(String name, List<String> known) {
    return of(name, known).map(n -> " (did you mean " + n + "?)").orElse("");
  }

  /** The known name with the fewest edits, when those are at most a third of the name, or two. */
  static Optional<String> of(String name, List<String> known) {
    int most = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(k -> edits(name, k) <= most)
        .min(Comparator.comparingInt(k -> edits(name, k)));
  }

  /** Levenshtein distance. */
  static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
