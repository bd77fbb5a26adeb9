package io.mbmpo.controller.ros;

/** {@code mbmpo_msgs/Operator}. */
public final class OperatorMessage implements CdrMessage {
  public final Stamp stamp = new Stamp();
  public boolean emergencyStop;
  public boolean clear;

  @Override
  public String rosName() {
    return "mbmpo_msgs/msg/Operator";
  }

  @Override
  public int maxBytes() {
    return 4 + Stamp.MAX_BYTES + 2;
  }

  @Override
  public void encode(CdrWriter out) {
    stamp.encode(out);
    out.bool(emergencyStop);
    out.bool(clear);
  }

  @Override
  public void decode(CdrReader in) {
    stamp.decode(in);
    emergencyStop = in.bool();
    clear = in.bool();
  }
}
