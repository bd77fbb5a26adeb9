package io.mbmpo.controller.ros;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text of limited length in place of a {@code String}: mutable, reusable. UTF-8. */
public final class Text {
  /** The first {@link #length} are the text. */
  public final byte[] bytes;

  /** Bytes of text, without a final NUL. */
  public int length;

  /**
   * @param capacity most bytes
   */
  public Text(int capacity) {
    bytes = new byte[capacity];
  }

  /** Sets it, cut to the capacity. Allocates. */
  public Text set(String text) {
    return set(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sets it to UTF-8 bytes, cut to the capacity. */
  public Text set(byte[] utf8) {
    length = Math.min(utf8.length, bytes.length);
    System.arraycopy(utf8, 0, bytes, 0, length);
    return this;
  }

  /** Sets it to another's text, cut to the capacity. */
  public Text set(Text other) {
    length = Math.min(other.length, bytes.length);
    System.arraycopy(other.bytes, 0, bytes, 0, length);
    return this;
  }

  /** Whether it is these UTF-8 bytes. */
  public boolean is(byte[] utf8) {
    return Arrays.equals(bytes, 0, length, utf8, 0, utf8.length);
  }

  /** Whether it is the same text. */
  public boolean is(Text other) {
    return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  /** Most bytes on the wire, with length, NUL and alignment. */
  int maxBytes() {
    return 4 + bytes.length + 1 + 3;
  }

  /** Allocates. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
