package io.mbmpo.controller.ros;

/** {@code mbmpo_msgs/PolicyStep}. */
public final class PolicyStepMessage implements CdrMessage {
  private static final int MOST_VALUES = 1024;

  public final Stamp stamp = new Stamp();
  public final Text episode = new Text(RolloutMessage.NAME_BYTES);

  /** Unsigned on the wire. */
  public int step;

  public long snapshotVersion;
  public final Floats observation = new Floats(MOST_VALUES);
  public final Floats action = new Floats(MOST_VALUES);

  @Override
  public String rosName() {
    return "mbmpo_msgs/msg/PolicyStep";
  }

  @Override
  public int maxBytes() {
    return 4
        + Stamp.MAX_BYTES
        + episode.maxBytes()
        + 7
        + 15
        + observation.maxBytes()
        + action.maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    stamp.encode(out);
    out.text(episode);
    out.int32(step);
    out.int64(snapshotVersion);
    observation.encode(out);
    action.encode(out);
  }

  @Override
  public void decode(CdrReader in) {
    stamp.decode(in);
    in.text(episode);
    step = in.int32();
    snapshotVersion = in.int64();
    observation.decode(in);
    action.decode(in);
  }
}
