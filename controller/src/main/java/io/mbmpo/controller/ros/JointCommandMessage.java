package io.mbmpo.controller.ros;

/** {@code mbmpo_msgs/JointCommand}. */
public final class JointCommandMessage implements CdrMessage {
  private static final int NAME_BYTES = 127;

  public final Stamp stamp = new Stamp();
  public final Texts name = new Texts(JointStateMessage.MOST_JOINTS, NAME_BYTES);

  /** rad. */
  public final Doubles position = new Doubles(JointStateMessage.MOST_JOINTS);

  /** rad/s. */
  public final Doubles velocity = new Doubles(JointStateMessage.MOST_JOINTS);

  /** N·m. */
  public final Doubles effort = new Doubles(JointStateMessage.MOST_JOINTS);

  /** N·m/rad. */
  public final Doubles kp = new Doubles(JointStateMessage.MOST_JOINTS);

  /** N·m·s/rad. */
  public final Doubles kd = new Doubles(JointStateMessage.MOST_JOINTS);

  @Override
  public String rosName() {
    return "mbmpo_msgs/msg/JointCommand";
  }

  @Override
  public int maxBytes() {
    return 4 + Stamp.MAX_BYTES + name.maxBytes() + 5 * position.maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    stamp.encode(out);
    name.encode(out);
    position.encode(out);
    velocity.encode(out);
    effort.encode(out);
    kp.encode(out);
    kd.encode(out);
  }

  @Override
  public void decode(CdrReader in) {
    stamp.decode(in);
    name.decode(in);
    position.decode(in);
    velocity.decode(in);
    effort.decode(in);
    kp.decode(in);
    kd.decode(in);
  }
}
