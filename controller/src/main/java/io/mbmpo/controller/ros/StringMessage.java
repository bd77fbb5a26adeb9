package io.mbmpo.controller.ros;

/** {@code std_msgs/String}. */
public final class StringMessage implements RosMessage {
  private static final int MOST_BYTES = 16 << 10;

  public final Text data = new Text(MOST_BYTES);

  @Override
  public RosType type() {
    return RosType.STRING;
  }

  @Override
  public int maxBytes() {
    return 4 + data.maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    out.text(data);
  }

  @Override
  public void decode(CdrReader in) {
    in.text(data);
  }
}
