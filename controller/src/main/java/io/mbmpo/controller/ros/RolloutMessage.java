package io.mbmpo.controller.ros;

/** {@code mbmpo_msgs/Rollout}. */
public final class RolloutMessage implements CdrMessage {
  static final int NAME_BYTES = 511;

  public final Stamp stamp = new Stamp();
  public final Text run = new Text(NAME_BYTES);
  public int iteration;
  public final Text episode = new Text(NAME_BYTES);
  public long snapshotVersion;
  public final Text snapshotDigest = new Text(64);
  public final Text purpose = new Text(63);
  public final Text exploration = new Text(63);
  public long seed;
  public int horizon;

  @Override
  public String rosName() {
    return "mbmpo_msgs/msg/Rollout";
  }

  @Override
  public int maxBytes() {
    return 4
        + Stamp.MAX_BYTES
        + run.maxBytes()
        + 7
        + episode.maxBytes()
        + 15
        + snapshotDigest.maxBytes()
        + purpose.maxBytes()
        + exploration.maxBytes()
        + 15
        + 7;
  }

  @Override
  public void encode(CdrWriter out) {
    stamp.encode(out);
    out.text(run);
    out.int32(iteration);
    out.text(episode);
    out.int64(snapshotVersion);
    out.text(snapshotDigest);
    out.text(purpose);
    out.text(exploration);
    out.int64(seed);
    out.int32(horizon);
  }

  @Override
  public void decode(CdrReader in) {
    stamp.decode(in);
    in.text(run);
    iteration = in.int32();
    in.text(episode);
    snapshotVersion = in.int64();
    in.text(snapshotDigest);
    in.text(purpose);
    in.text(exploration);
    seed = in.int64();
    horizon = in.int32();
  }
}
