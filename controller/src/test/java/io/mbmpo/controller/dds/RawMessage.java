package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.CdrReader;
import io.mbmpo.controller.ros.CdrWriter;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.ros.RosType;

/** A joint state gone wrong: what it writes is up to {@link #content}. */
final class RawMessage implements RosMessage {
  private final int maxBytes;
  RosMessage content = new JointStateMessage();

  /**
   * @param maxBytes what its writer claims to send at most
   */
  RawMessage(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public RosType type() {
    return RosType.JOINT_STATE;
  }

  @Override
  public int maxBytes() {
    return maxBytes;
  }

  @Override
  public void encode(CdrWriter out) {
    content.encode(out);
  }

  @Override
  public void decode(CdrReader in) {
    content.decode(in);
  }
}
