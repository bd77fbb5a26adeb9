package io.mbmpo.controller.rcl;

import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.ros.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fields of rcljava's messages, which are unbounded lists of boxed values that may be null in a
 * message nobody has filled, to ours and back.
 */
public final class RosFields {
  private static final byte[] NOTHING = {};

  private RosFields() {}

  /** Sets the stamp; the nanoseconds are unsigned. */
  public static void stamp(int seconds, int nanos, Header into) {
    into.stampS = seconds;
    into.stampNanos = nanos;
  }

  /** False, and nothing of use written, when there are more values than there is room for. */
  public static boolean copy(List<Double> from, Doubles into) {
    into.length = 0;
    if (from == null) {
      return true;
    }
    if (from.size() > into.values.length) {
      return false;
    }
    for (Double value : from) {
      into.values[into.length++] = value == null ? Double.NaN : value;
    }
    return true;
  }

  /**
   * False, and nothing of use written, when there are more texts than there is room for, or one is
   * longer than there is room for.
   */
  public static boolean copy(List<String> from, Texts into) {
    into.length = 0;
    if (from == null) {
      return true;
    }
    if (from.size() > into.values.length) {
      return false;
    }
    for (String value : from) {
      byte[] text = value == null ? NOTHING : value.getBytes(StandardCharsets.UTF_8);
      if (text.length > into.values[into.length].bytes.length) {
        return false;
      }
      into.values[into.length++].set(text);
    }
    return true;
  }

  /** Their number; −1, and nothing of use written, when there is no room for them. */
  public static int copy(List<Float> from, float[] into) {
    if (from == null) {
      return 0;
    }
    if (from.size() > into.length) {
      return -1;
    }
    for (int i = 0; i < from.size(); i++) {
      Float value = from.get(i);
      into[i] = value == null ? Float.NaN : value;
    }
    return from.size();
  }

  /** As above, of whole numbers. */
  public static int copy(List<Integer> from, int[] into) {
    if (from == null) {
      return 0;
    }
    if (from.size() > into.length) {
      return -1;
    }
    for (int i = 0; i < from.size(); i++) {
      Integer value = from.get(i);
      into[i] = value == null ? 0 : value;
    }
    return from.size();
  }

  /** The sequence in an array of its own, as rcljava's setters want it. */
  public static double[] array(Doubles from) {
    return Arrays.copyOf(from.values, from.length);
  }

  /** The sequence as rcljava's setters want it. */
  public static List<String> list(Texts from) {
    List<String> texts = new ArrayList<>(from.length);
    for (int i = 0; i < from.length; i++) {
      texts.add(from.values[i].toString());
    }
    return texts;
  }
}
