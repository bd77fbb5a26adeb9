package io.mbmpo.controller.ros;

/** A {@code float64[]} of limited length. Mutable, reusable. */
public final class Doubles {
  /** The first {@link #length} are the sequence. */
  public final double[] values;

  public int length;

  /**
   * @param capacity most values
   */
  public Doubles(int capacity) {
    values = new double[capacity];
  }

  int maxBytes() {
    return 3 + 4 + 7 + 8 * values.length;
  }

  void encode(CdrWriter out) {
    out.int32(length);
    for (int i = 0; i < length; i++) {
      out.float64(values[i]);
    }
  }

  void decode(CdrReader in) {
    length = in.length(values.length, 8);
    for (int i = 0; i < length; i++) {
      values[i] = in.float64();
    }
  }
}
