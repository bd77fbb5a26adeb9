package io.mbmpo.controller.sense;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.RobotPort;

/**
 * The newest good sample of each sensor. A sample that is not finite, absurdly large, or whose
 * quaternion has no length never gets past here: the last good one stays and grows old. Control
 * thread only; allocates nothing.
 */
public final class Sensors {
  /** No joint angle, speed, torque or distance of a legged robot comes near this, in SI units. */
  static final double ABSURD = 1e6;

  private static final double QUATERNION_NORM_TOLERANCE = 0.1;

  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();

  private final JointState jointsArriving;
  private final ImuState imuArriving = new ImuState();
  private final OdometryState odometryArriving = new OdometryState();

  private boolean jointsSeen;
  private boolean imuSeen;
  private boolean odometrySeen;
  private boolean jointsInvalid;
  private boolean imuInvalid;
  private boolean odometryInvalid;

  public Sensors(int jointCount) {
    joints = new JointState(jointCount);
    jointsArriving = new JointState(jointCount);
  }

  /** Takes what is new from the port. */
  public void read(RobotPort port) {
    if (port.take(jointsArriving)) {
      jointsInvalid =
          !(sane(jointsArriving.position)
              && sane(jointsArriving.velocity)
              && sane(jointsArriving.effort));
      if (!jointsInvalid) {
        joints.copyFrom(jointsArriving);
        jointsSeen = true;
      }
    }
    if (port.take(imuArriving)) {
      imuInvalid =
          !(unitQuaternion(imuArriving.orientation)
              && sane(imuArriving.angularVelocity)
              && sane(imuArriving.linearAcceleration));
      if (!imuInvalid) {
        imu.copyFrom(imuArriving);
        imuSeen = true;
      }
    }
    if (port.take(odometryArriving)) {
      odometryInvalid =
          !(sane(odometryArriving.position)
              && unitQuaternion(odometryArriving.orientation)
              && sane(odometryArriving.linearVelocity)
              && sane(odometryArriving.angularVelocity));
      if (!odometryInvalid) {
        odometry.copyFrom(odometryArriving);
        odometrySeen = true;
      }
    }
  }

  /** Newest good joint state; all zero before the first. */
  public JointState joints() {
    return joints;
  }

  /** Newest good IMU sample; upright and at rest before the first. */
  public ImuState imu() {
    return imu;
  }

  /** Newest good odometry; at the origin before the first. */
  public OdometryState odometry() {
    return odometry;
  }

  /** A joint state, an IMU sample and odometry have each been seen. */
  public boolean complete() {
    return jointsSeen && imuSeen && odometrySeen;
  }

  /** Some sensor's newest sample was dropped as invalid. */
  public boolean invalid() {
    return jointsInvalid || imuInvalid || odometryInvalid;
  }

  /** Never seen, or stamped further than the timeout (ns) from now, in the past or the future. */
  public boolean jointsStale(long nowNanos, long timeoutNanos) {
    return !jointsSeen || Math.abs(nowNanos - joints.stampNanos) > timeoutNanos;
  }

  /** As {@link #jointsStale}. */
  public boolean imuStale(long nowNanos, long timeoutNanos) {
    return !imuSeen || Math.abs(nowNanos - imu.stampNanos) > timeoutNanos;
  }

  /** As {@link #jointsStale}. */
  public boolean odometryStale(long nowNanos, long timeoutNanos) {
    return !odometrySeen || Math.abs(nowNanos - odometry.stampNanos) > timeoutNanos;
  }

  /** Every sensor's newest good sample was measured at this time or later. */
  public boolean allMeasuredSince(long nanos) {
    return complete()
        && joints.stampNanos - nanos >= 0
        && imu.stampNanos - nanos >= 0
        && odometry.stampNanos - nanos >= 0;
  }

  /** All finite and of a size that a legged robot can have. */
  public static boolean sane(double[] values) {
    for (double value : values) {
      if (!(Math.abs(value) < ABSURD)) { // negated, so that NaN is not sane either
        return false;
      }
    }
    return true;
  }

  /** Of length 1, as far as sensors are exact. */
  public static boolean unitQuaternion(double[] q) {
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    return Math.abs(norm - 1) < QUATERNION_NORM_TOLERANCE;
  }
}
