package io.mbmpo.controller.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads plain CDR (version 1, either byte order) from a payload that nothing is known about. Every
 * length is checked against what is left before it is believed. What is wrong is remembered, not
 * thrown: after the first refusal all reads give 0 or empty, and {@link #finish} says no. One
 * thread; allocates nothing.
 */
public final class CdrReader {
  private static final int ENCAPSULATION_BYTES = 4;
  private static final int CDR_BIG_ENDIAN = 0;
  private static final int CDR_LITTLE_ENDIAN = 1;
  private static final int MOST_PADDING = 3;

  private ByteBuffer in;
  private int origin;
  private int at;
  private int end;
  private Refusal refusal;

  /**
   * Begins a payload.
   *
   * @param payload read by absolute positions from 0; its byte order is changed
   * @param length bytes of it that are the payload, encapsulation included
   */
  public CdrReader begin(ByteBuffer payload, int length) {
    in = payload;
    refusal = null;
    origin = ENCAPSULATION_BYTES;
    at = ENCAPSULATION_BYTES;
    end = Math.min(length, payload.capacity());
    if (end < ENCAPSULATION_BYTES) {
      refuse(Refusal.TRUNCATED);
    } else if (payload.get(0) != 0
        || (payload.get(1) != CDR_LITTLE_ENDIAN && payload.get(1) != CDR_BIG_ENDIAN)) {
      refuse(Refusal.ENCAPSULATION);
    } else {
      payload.order(
          payload.get(1) == CDR_LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
    return this;
  }

  /** Reads the whole payload into a message; false when it is refused. */
  public boolean read(CdrMessage into) {
    into.decode(this);
    return finish();
  }

  /** Whether all was read and nothing but padding is left. */
  boolean finish() {
    if (refusal == null && end - at > MOST_PADDING) {
      refuse(Refusal.TRAILING);
    }
    return refusal == null;
  }

  /** Why the payload is refused, or null. */
  public Refusal refusal() {
    return refusal;
  }

  private void refuse(Refusal why) {
    if (refusal == null) {
      refusal = why;
    }
    at = end; // nothing more is read
  }

  /** Moves past the next value of this size, aligned to it; −1 when there is none. */
  private int next(int size) {
    int aligned = at + (size - 1 - (at - origin + size - 1) % size);
    if (refusal != null || end - aligned < size) {
      refuse(Refusal.TRUNCATED);
      return -1;
    }
    at = aligned + size;
    return aligned;
  }

  boolean bool() {
    int value = octet();
    if (value > 1) {
      refuse(Refusal.BOOLEAN);
    }
    return value == 1;
  }

  int octet() {
    int place = next(1);
    return place < 0 ? 0 : in.get(place) & 0xff;
  }

  int int32() {
    int place = next(4);
    return place < 0 ? 0 : in.getInt(place);
  }

  long int64() {
    int place = next(8);
    return place < 0 ? 0 : in.getLong(place);
  }

  float float32() {
    int place = next(4);
    return place < 0 ? 0 : in.getFloat(place);
  }

  double float64() {
    int place = next(8);
    return place < 0 ? 0 : in.getDouble(place);
  }

  /** A fixed-size array. */
  void float64s(double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = float64();
    }
  }

  /**
   * Length of a sequence, believed only if it fits both the room for it and what is left.
   *
   * @param most elements there is room for
   * @param leastBytes fewest bytes that an element takes
   */
  int length(int most, int leastBytes) {
    int length = int32();
    if (Integer.compareUnsigned(length, most) > 0) {
      refuse(Refusal.TOO_LONG);
      return 0;
    }
    if ((long) length * leastBytes > end - at) {
      refuse(Refusal.TRUNCATED);
      return 0;
    }
    return length;
  }

  void text(Text into) {
    into.length = 0;
    int length = length(into.bytes.length + 1, 1); // the NUL counts
    if (length == 0) {
      return; // some writers send an empty text without its NUL
    }
    if (in.get(at + length - 1) != 0) {
      refuse(Refusal.TEXT);
      return;
    }
    in.get(at, into.bytes, 0, length - 1);
    into.length = length - 1;
    at += length;
  }
}
