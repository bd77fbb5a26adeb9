package io.mbmpo.controller.ros;

/** {@code mbmpo_msgs/Tick}; its definition says what the fields mean. */
public final class TickMessage implements CdrMessage {
  private static final int MOST_CONDITIONS = 64;
  private static final int WORD_BYTES = 63;

  public final Stamp stamp = new Stamp();
  public long nowNanos;
  public long previousNanos;
  public long tick;
  public long lostBefore;
  public boolean calm;
  public boolean stopping;
  public boolean clearAsked;
  public boolean jointStateNew;
  public boolean imuNew;
  public boolean odometryNew;
  public boolean operatorNew;
  public long jointStateNanos;
  public long imuNanos;
  public long odometryNanos;
  public long operatorNanos;
  public final Texts flags = new Texts(MOST_CONDITIONS, WORD_BYTES);
  public final Texts conditions = new Texts(MOST_CONDITIONS, WORD_BYTES);
  public final Text mode = new Text(WORD_BYTES);
  public final Text severity = new Text(WORD_BYTES);
  public final Text failsafe = new Text(WORD_BYTES);
  public long snapshotVersion;

  /** Unsigned on the wire. */
  public int internalErrors;

  public double latenessMicros;
  public double computeMicros;

  @Override
  public String rosName() {
    return "mbmpo_msgs/msg/Tick";
  }

  @Override
  public int maxBytes() {
    return 4
        + Stamp.MAX_BYTES
        + 7
        + 12 * 8
        + 7
        + 2 * flags.maxBytes()
        + 3 * mode.maxBytes()
        + 7
        + 4;
  }

  @Override
  public void encode(CdrWriter out) {
    stamp.encode(out);
    out.int64(nowNanos);
    out.int64(previousNanos);
    out.int64(tick);
    out.int64(lostBefore);
    out.bool(calm);
    out.bool(stopping);
    out.bool(clearAsked);
    out.bool(jointStateNew);
    out.bool(imuNew);
    out.bool(odometryNew);
    out.bool(operatorNew);
    out.int64(jointStateNanos);
    out.int64(imuNanos);
    out.int64(odometryNanos);
    out.int64(operatorNanos);
    flags.encode(out);
    conditions.encode(out);
    out.text(mode);
    out.text(severity);
    out.text(failsafe);
    out.int64(snapshotVersion);
    out.int32(internalErrors);
    out.float64(latenessMicros);
    out.float64(computeMicros);
  }

  @Override
  public void decode(CdrReader in) {
    stamp.decode(in);
    nowNanos = in.int64();
    previousNanos = in.int64();
    tick = in.int64();
    lostBefore = in.int64();
    calm = in.bool();
    stopping = in.bool();
    clearAsked = in.bool();
    jointStateNew = in.bool();
    imuNew = in.bool();
    odometryNew = in.bool();
    operatorNew = in.bool();
    jointStateNanos = in.int64();
    imuNanos = in.int64();
    odometryNanos = in.int64();
    operatorNanos = in.int64();
    flags.decode(in);
    conditions.decode(in);
    in.text(mode);
    in.text(severity);
    in.text(failsafe);
    snapshotVersion = in.int64();
    internalErrors = in.int32();
    latenessMicros = in.float64();
    computeMicros = in.float64();
  }
}
