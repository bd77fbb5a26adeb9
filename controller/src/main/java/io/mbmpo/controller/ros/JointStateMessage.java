package io.mbmpo.controller.ros;

/** {@code sensor_msgs/JointState}. */
public final class JointStateMessage implements RosMessage {
  /** Most joints that a message may have; a robot may publish more than are controlled. */
  public static final int MOST_JOINTS = 128;

  /** Longest joint name, bytes of UTF-8. */
  public static final int NAME_BYTES = 127;

  public final Header header = new Header();
  public final Texts name = new Texts(MOST_JOINTS, NAME_BYTES);

  /** rad. */
  public final Doubles position = new Doubles(MOST_JOINTS);

  /** rad/s; empty when not measured. */
  public final Doubles velocity = new Doubles(MOST_JOINTS);

  /** N·m; empty when not measured. */
  public final Doubles effort = new Doubles(MOST_JOINTS);

  @Override
  public RosType type() {
    return RosType.JOINT_STATE;
  }

  @Override
  public int maxBytes() {
    return 4 + header.maxBytes() + name.maxBytes() + 3 * position.maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    name.encode(out);
    position.encode(out);
    velocity.encode(out);
    effort.encode(out);
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    name.decode(in);
    position.decode(in);
    velocity.decode(in);
    effort.decode(in);
  }
}
