package io.mbmpo.controller.ros;

/** {@code diagnostic_msgs/DiagnosticArray}. */
public final class DiagnosticArrayMessage implements RosMessage {
  /** Most statuses. */
  public static final int MOST_STATUSES = 16;

  private static final int STATUS_LEAST_BYTES = 17;

  public final Header header = new Header();

  /** The first {@link #statusCount} are the sequence. */
  public final Status[] statuses = new Status[MOST_STATUSES];

  public int statusCount;

  public DiagnosticArrayMessage() {
    for (int i = 0; i < MOST_STATUSES; i++) {
      statuses[i] = new Status();
    }
  }

  /** {@code diagnostic_msgs/DiagnosticStatus}. */
  public static final class Status {
    public static final int OK = 0;
    public static final int WARN = 1;
    public static final int ERROR = 2;
    public static final int STALE = 3;

    /** Most pairs of key and value. */
    public static final int MOST_VALUES = 64;

    private static final int TEXT_BYTES = 255;
    private static final int KEY_BYTES = 63;

    public int level;
    public final Text name = new Text(TEXT_BYTES);
    public final Text message = new Text(TEXT_BYTES);
    public final Text hardwareId = new Text(KEY_BYTES);

    /** Keys and {@link #values} belong together in pairs, as many as there are keys. */
    public final Texts keys = new Texts(MOST_VALUES, KEY_BYTES);

    public final Texts values = new Texts(MOST_VALUES, TEXT_BYTES);

    int maxBytes() {
      return 1
          + name.maxBytes()
          + message.maxBytes()
          + hardwareId.maxBytes()
          + keys.maxBytes()
          + values.maxBytes();
    }

    void encode(CdrWriter out) {
      out.octet(level);
      out.text(name);
      out.text(message);
      out.text(hardwareId);
      out.int32(keys.length);
      for (int i = 0; i < keys.length; i++) {
        out.text(keys.values[i]);
        out.text(values.values[i]);
      }
    }

    void decode(CdrReader in) {
      level = in.octet();
      in.text(name);
      in.text(message);
      in.text(hardwareId);
      keys.length = in.length(MOST_VALUES, 8);
      values.length = keys.length;
      for (int i = 0; i < keys.length; i++) {
        in.text(keys.values[i]);
        in.text(values.values[i]);
      }
    }
  }

  @Override
  public RosType type() {
    return RosType.DIAGNOSTIC_ARRAY;
  }

  @Override
  public int maxBytes() {
    return 4 + header.maxBytes() + 7 + MOST_STATUSES * statuses[0].maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    out.int32(statusCount);
    for (int i = 0; i < statusCount; i++) {
      statuses[i].encode(out);
    }
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    statusCount = in.length(MOST_STATUSES, STATUS_LEAST_BYTES);
    for (int i = 0; i < statusCount; i++) {
      statuses[i].decode(in);
    }
  }
}
