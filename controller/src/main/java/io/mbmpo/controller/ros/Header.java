package io.mbmpo.controller.ros;

/** {@code std_msgs/Header}. Mutable, reusable. */
public final class Header {
  private static final int FRAME_ID_BYTES = 255;
  private static final long SECOND = 1_000_000_000L;

  /** Whole seconds since 1970, as a rule. */
  public int stampS;

  /** Nanoseconds on top; an unsigned 32-bit number on the wire. */
  public int stampNanos;

  public final Text frameId = new Text(FRAME_ID_BYTES);

  /** The stamp in one number, ns. */
  public long stamp() {
    return stampS * SECOND + Integer.toUnsignedLong(stampNanos);
  }

  /** Sets the stamp, ns. */
  public void stamp(long nanos) {
    stampS = (int) Math.floorDiv(nanos, SECOND);
    stampNanos = (int) Math.floorMod(nanos, SECOND);
  }

  int maxBytes() {
    return 8 + frameId.maxBytes();
  }

  void encode(CdrWriter out) {
    out.int32(stampS);
    out.int32(stampNanos);
    out.text(frameId);
  }

  void decode(CdrReader in) {
    stampS = in.int32();
    stampNanos = in.int32();
    in.text(frameId);
  }
}
