package io.mbmpo.controller.ros;

/** {@code sensor_msgs/Joy}. */
public final class JoyMessage implements RosMessage {
  /** Most axes, and most buttons. */
  public static final int MOST = 64;

  public final Header header = new Header();

  /** In [−1, 1]; the first {@link #axisCount} are the sequence. */
  public final float[] axes = new float[MOST];

  public int axisCount;

  /** 1 when pressed; the first {@link #buttonCount} are the sequence. */
  public final int[] buttons = new int[MOST];

  public int buttonCount;

  @Override
  public RosType type() {
    return RosType.JOY;
  }

  @Override
  public int maxBytes() {
    return 4 + header.maxBytes() + 2 * (3 + 4 + 4 * MOST);
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    out.int32(axisCount);
    for (int i = 0; i < axisCount; i++) {
      out.float32(axes[i]);
    }
    out.int32(buttonCount);
    for (int i = 0; i < buttonCount; i++) {
      out.int32(buttons[i]);
    }
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    axisCount = in.length(MOST, 4);
    for (int i = 0; i < axisCount; i++) {
      axes[i] = in.float32();
    }
    buttonCount = in.length(MOST, 4);
    for (int i = 0; i < buttonCount; i++) {
      buttons[i] = in.int32();
    }
  }
}
