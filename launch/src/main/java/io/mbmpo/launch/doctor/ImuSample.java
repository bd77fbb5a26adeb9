package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.ImuMessage;

/** One {@code sensor_msgs/Imu}, as it was published. */
final class ImuSample {
  final Sample sample;
  final String frame;

  /** Quaternion (x, y, z, w). */
  final double[] orientation;

  /** rad/s. */
  final double[] angularVelocity;

  /** m/s². */
  final double[] linearAcceleration;

  ImuSample(
      Sample sample,
      String frame,
      double[] orientation,
      double[] angularVelocity,
      double[] linearAcceleration) {
    this.sample = sample;
    this.frame = frame;
    this.orientation = orientation;
    this.angularVelocity = angularVelocity;
    this.linearAcceleration = linearAcceleration;
  }

  static ImuSample of(ImuMessage message, Sample sample) {
    return new ImuSample(
        sample,
        message.header.frameId.toString(),
        message.orientation.clone(),
        message.angularVelocity.clone(),
        message.linearAcceleration.clone());
  }
}
