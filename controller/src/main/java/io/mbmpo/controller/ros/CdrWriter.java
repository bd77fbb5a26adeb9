package io.mbmpo.controller.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes plain CDR (version 1, little-endian). One thread; allocates nothing.
 *
 * <p>{@link java.nio.BufferOverflowException} or {@link IndexOutOfBoundsException} from a buffer of
 * less than {@link CdrMessage#maxBytes} is the caller's error.
 */
public final class CdrWriter {
  private static final int ENCAPSULATION_BYTES = 4;
  private static final int OPTIONS = 3;
  private static final byte CDR_LITTLE_ENDIAN = 1;

  private ByteBuffer out;
  private int at;

  /**
   * Writes a whole payload from the buffer's beginning; position and limit are left around it. As
   * XTypes 7.6.3.1.2 has it, it is padded to a multiple of 4 and its options say by how much.
   *
   * @return its length, bytes
   */
  public int write(CdrMessage message, ByteBuffer into) {
    out = into;
    out.clear();
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put(0, (byte) 0).put(1, CDR_LITTLE_ENDIAN).put(2, (byte) 0).put(3, (byte) 0);
    at = ENCAPSULATION_BYTES;
    message.encode(this);
    int padding = -at & 3;
    for (int i = 0; i < padding; i++) {
      out.put(at++, (byte) 0);
    }
    out.put(OPTIONS, (byte) padding);
    out.limit(at);
    return at;
  }

  private int next(int size) {
    while ((at - ENCAPSULATION_BYTES) % size != 0) {
      out.put(at++, (byte) 0);
    }
    int place = at;
    at += size;
    return place;
  }

  void bool(boolean value) {
    out.put(next(1), (byte) (value ? 1 : 0));
  }

  void octet(int value) {
    out.put(next(1), (byte) value);
  }

  void int32(int value) {
    out.putInt(next(4), value);
  }

  void int64(long value) {
    out.putLong(next(8), value);
  }

  void float32(float value) {
    out.putFloat(next(4), value);
  }

  void float64(double value) {
    out.putDouble(next(8), value);
  }

  /** A fixed-size array. */
  void float64s(double[] values) {
    for (double value : values) {
      float64(value);
    }
  }

  void text(Text text) {
    int32(text.length + 1);
    out.put(at, text.bytes, 0, text.length);
    at += text.length;
    out.put(at++, (byte) 0);
  }
}
