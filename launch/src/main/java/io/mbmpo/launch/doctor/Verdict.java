package io.mbmpo.launch.doctor;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * What one check says.
 *
 * @param what was looked at, a few words
 * @param figure what was found, with its unit
 * @param remedy what to do; empty when there is nothing to do
 */
public record Verdict(Level level, String what, String figure, String remedy) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK("ok"),
    /** Could not be told, or is only to be known. */
    NOTE("--"),
    /** Works, but should not stay so. */
    WARN("warn"),
    /** The robot is not to be given torque. */
    FAULT("FAULT");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /** At the start of the line. */
    public String word() {
      return word;
    }
  }

  static Verdict ok(String what, String figure) {
    return new Verdict(Level.OK, what, figure, "");
  }

  static Verdict note(String what, String figure) {
    return new Verdict(Level.NOTE, what, figure, "");
  }

  static Verdict warn(String what, String figure, String remedy) {
    return new Verdict(Level.WARN, what, figure, remedy);
  }

  static Verdict fault(String what, String figure, String remedy) {
    return new Verdict(Level.FAULT, what, figure, remedy);
  }

  /** A text with figures, the same in every language. */
  @FormatMethod
  static String text(@FormatString String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /** The whole line. */
  public String line() {
    String line = text("%-5s  %-22s %s", level.word(), what, figure);
    return remedy.isEmpty() ? line : line + "; " + remedy;
  }
}
