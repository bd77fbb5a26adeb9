package io.mbmpo.controller.ros;

/** {@code std_msgs/Bool}. */
public final class BoolMessage implements RosMessage {
  public boolean data;

  @Override
  public RosType type() {
    return RosType.BOOL;
  }

  @Override
  public int maxBytes() {
    return 8;
  }

  @Override
  public void encode(CdrWriter out) {
    out.bool(data);
  }

  @Override
  public void decode(CdrReader in) {
    data = in.bool();
  }
}
