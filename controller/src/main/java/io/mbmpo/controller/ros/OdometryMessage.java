package io.mbmpo.controller.ros;

/** {@code nav_msgs/Odometry}. */
public final class OdometryMessage implements RosMessage {
  private static final int FRAME_ID_BYTES = 255;

  /** Its frame is that of the pose. */
  public final Header header = new Header();

  /** The frame of the twist. */
  public final Text childFrameId = new Text(FRAME_ID_BYTES);

  /** m. */
  public final double[] position = new double[3];

  /** Quaternion (x, y, z, w). */
  public final double[] orientation = {0, 0, 0, 1};

  public final double[] poseCovariance = new double[36];

  /** m/s. */
  public final double[] linearVelocity = new double[3];

  /** rad/s. */
  public final double[] angularVelocity = new double[3];

  public final double[] twistCovariance = new double[36];

  @Override
  public RosType type() {
    return RosType.ODOMETRY;
  }

  @Override
  public int maxBytes() {
    return 4 + header.maxBytes() + childFrameId.maxBytes() + 7 + 8 * (3 + 4 + 36 + 3 + 3 + 36);
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    out.text(childFrameId);
    out.float64s(position);
    out.float64s(orientation);
    out.float64s(poseCovariance);
    out.float64s(linearVelocity);
    out.float64s(angularVelocity);
    out.float64s(twistCovariance);
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    in.text(childFrameId);
    in.float64s(position);
    in.float64s(orientation);
    in.float64s(poseCovariance);
    in.float64s(linearVelocity);
    in.float64s(angularVelocity);
    in.float64s(twistCovariance);
  }
}
