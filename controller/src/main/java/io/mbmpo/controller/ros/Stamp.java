package io.mbmpo.controller.ros;

/** {@code builtin_interfaces/Time}. Mutable, reusable. */
public final class Stamp {
  private static final long SECOND = 1_000_000_000L;

  static final int MAX_BYTES = 3 + 8;

  private int seconds;
  private int nanos;

  /** Sets it, ns; what lies outside of 32-bit seconds is set to the nearest that does not. */
  public void set(long time) {
    long whole = Math.floorDiv(time, SECOND);
    seconds = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, whole));
    nanos = seconds == whole ? (int) Math.floorMod(time, SECOND) : 0;
  }

  /** In ns. */
  public long get() {
    return seconds * SECOND + Integer.toUnsignedLong(nanos);
  }

  void encode(CdrWriter out) {
    out.int32(seconds);
    out.int32(nanos);
  }

  void decode(CdrReader in) {
    seconds = in.int32();
    nanos = in.int32();
  }
}
