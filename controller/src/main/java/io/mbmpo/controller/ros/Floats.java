package io.mbmpo.controller.ros;

/** A {@code float32[]} of limited length. Mutable, reusable. */
public final class Floats {
  /** The first {@link #length} are the sequence. */
  public final float[] values;

  public int length;

  /**
   * @param capacity most values
   */
  public Floats(int capacity) {
    values = new float[capacity];
  }

  /** Sets it, cut to the capacity. */
  public void set(float[] from) {
    length = Math.min(from.length, values.length);
    System.arraycopy(from, 0, values, 0, length);
  }

  int maxBytes() {
    return 3 + 4 + 4 * values.length;
  }

  void encode(CdrWriter out) {
    out.int32(length);
    for (int i = 0; i < length; i++) {
      out.float32(values[i]);
    }
  }

  void decode(CdrReader in) {
    length = in.length(values.length, 4);
    for (int i = 0; i < length; i++) {
      values[i] = in.float32();
    }
  }
}
