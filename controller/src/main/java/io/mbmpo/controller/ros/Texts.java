package io.mbmpo.controller.ros;

/** A sequence of texts, limited in number and length. Mutable, reusable. */
public final class Texts {
  private static final int LEAST_BYTES = 4;

  /** The first {@link #length} are the sequence. */
  public final Text[] values;

  public int length;

  /**
   * @param capacity most texts
   * @param textCapacity most bytes of each
   */
  public Texts(int capacity, int textCapacity) {
    values = new Text[capacity];
    for (int i = 0; i < capacity; i++) {
      values[i] = new Text(textCapacity);
    }
  }

  int maxBytes() {
    return 7 + (values.length == 0 ? 0 : values.length * values[0].maxBytes());
  }

  void encode(CdrWriter out) {
    out.int32(length);
    for (int i = 0; i < length; i++) {
      out.text(values[i]);
    }
  }

  void decode(CdrReader in) {
    length = in.length(values.length, LEAST_BYTES);
    for (int i = 0; i < length; i++) {
      in.text(values[i]);
    }
  }
}
