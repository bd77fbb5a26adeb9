package io.mbmpo.launch.screen;

import java.util.Locale;

/** Pieces of a line on the screen. Pure functions. */
public final class ScreenText {
  private static final String NONE = "–";

  private ScreenText() {}

  /** A bar of this width, filled to the share; empty for NaN. */
  public static String bar(double share, int width) {
    double clipped = Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    int full = (int) Math.round(clipped * width);
    return "█".repeat(full) + "░".repeat(width - full);
  }

  /** A number, or a dash where there is none. */
  public static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }

  /** Hours, minutes and seconds; a dash where it is not known. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Pads to a width; what is too long is followed by one space all the same. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** No longer than the width; what does not fit is cut off with an ellipsis. */
  public static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }
}
