package io.mbmpo.controller.ros;

/** {@code tf2_msgs/TFMessage} with one transform. */
public final class TransformMessage implements CdrMessage {
  private static final int FRAME_ID_BYTES = 255;
  private static final int LEAST_BYTES = 8 + 5 + 5 + 7 * 8;

  public final Header header = new Header();
  public final Text childFrameId = new Text(FRAME_ID_BYTES);

  /** m. */
  public final double[] translation = new double[3];

  /** Quaternion (x, y, z, w). */
  public final double[] rotation = {0, 0, 0, 1};

  @Override
  public String rosName() {
    return "tf2_msgs/msg/TFMessage";
  }

  @Override
  public int maxBytes() {
    return 4 + 4 + header.maxBytes() + childFrameId.maxBytes() + 7 + 7 * 8;
  }

  @Override
  public void encode(CdrWriter out) {
    out.int32(1);
    header.encode(out);
    out.text(childFrameId);
    out.float64s(translation);
    out.float64s(rotation);
  }

  @Override
  public void decode(CdrReader in) {
    if (in.length(1, LEAST_BYTES) == 1) {
      header.decode(in);
      in.text(childFrameId);
      in.float64s(translation);
      in.float64s(rotation);
    }
  }
}
