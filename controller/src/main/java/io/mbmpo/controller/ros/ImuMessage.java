package io.mbmpo.controller.ros;

/** {@code sensor_msgs/Imu}. */
public final class ImuMessage implements RosMessage {
  public final Header header = new Header();

  /** Quaternion (x, y, z, w). */
  public final double[] orientation = {0, 0, 0, 1};

  public final double[] orientationCovariance = new double[9];

  /** rad/s. */
  public final double[] angularVelocity = new double[3];

  public final double[] angularVelocityCovariance = new double[9];

  /** m/s². */
  public final double[] linearAcceleration = new double[3];

  public final double[] linearAccelerationCovariance = new double[9];

  @Override
  public RosType type() {
    return RosType.IMU;
  }

  @Override
  public int maxBytes() {
    return 4 + header.maxBytes() + 7 + 8 * (4 + 9 + 3 + 9 + 3 + 9);
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    out.float64s(orientation);
    out.float64s(orientationCovariance);
    out.float64s(angularVelocity);
    out.float64s(angularVelocityCovariance);
    out.float64s(linearAcceleration);
    out.float64s(linearAccelerationCovariance);
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    in.float64s(orientation);
    in.float64s(orientationCovariance);
    in.float64s(angularVelocity);
    in.float64s(angularVelocityCovariance);
    in.float64s(linearAcceleration);
    in.float64s(linearAccelerationCovariance);
  }
}
