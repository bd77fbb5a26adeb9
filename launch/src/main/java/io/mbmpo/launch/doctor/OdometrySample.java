package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.OdometryMessage;

/** One {@code nav_msgs/Odometry}, as it was published. */
final class OdometrySample {
  final Sample sample;

  /** Quaternion (x, y, z, w). */
  final double[] orientation;

  /** Height of the trunk, m. */
  final double heightM;

  OdometrySample(Sample sample, double[] orientation, double heightM) {
    this.sample = sample;
    this.orientation = orientation;
    this.heightM = heightM;
  }

  static OdometrySample of(OdometryMessage message, Sample sample) {
    return new OdometrySample(sample, message.orientation.clone(), message.position[2]);
  }
}
