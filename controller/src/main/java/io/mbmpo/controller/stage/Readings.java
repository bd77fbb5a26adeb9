package io.mbmpo.controller.stage;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.sense.Observer;
import io.mbmpo.controller.sense.Sensors;

/**
 * What a stage knows of its robot in a tick: the newest sane samples, where the joints were sent
 * last. Control thread only; allocates nothing.
 */
final class Readings {
  final JointState joints;
  final ImuState imu = new ImuState();
  final OdometryState odometry = new OdometryState();

  /** Where the joints are to be, rad; where they are while none is held. */
  final double[] targets;

  long nowNanos;

  /** Longest time between two ticks, ns. */
  long longestAwayNanos;

  Mode mode = Mode.OFF;
  long ticks;
  private boolean ticked;
  long jointSamples;
  long imuSamples;
  long odometrySamples;

  Readings(int joints) {
    this.joints = new JointState(joints);
    targets = new double[joints];
  }

  /** A tick of the controller at this time. */
  void tick(long now) {
    if (ticked) {
      longestAwayNanos = Math.max(longestAwayNanos, now - nowNanos);
    }
    ticked = true;
    nowNanos = now;
    ticks++;
  }

  void take(JointState sample) {
    jointSamples++;
    if (Sensors.sane(sample.position)
        && Sensors.sane(sample.velocity)
        && Sensors.sane(sample.effort)) {
      joints.copyFrom(sample);
    }
  }

  void take(ImuState sample) {
    imuSamples++;
    if (Sensors.unitQuaternion(sample.orientation)) {
      imu.copyFrom(sample);
    }
  }

  void take(OdometryState sample) {
    odometrySamples++;
    if (Sensors.sane(sample.position) && Sensors.sane(sample.linearVelocity)) {
      odometry.copyFrom(sample);
    }
  }

  /** Rates and times count from here. */
  void countAnew() {
    ticks = 0;
    longestAwayNanos = 0;
    jointSamples = 0;
    imuSamples = 0;
    odometrySamples = 0;
  }

  /** Every sensor has been heard of. */
  boolean complete() {
    return jointSamples > 0 && imuSamples > 0 && odometrySamples > 0;
  }

  /** Angle between the trunk's up axis and the vertical, rad. */
  double tiltRad() {
    return Math.acos(Math.max(-1, Math.min(1, Observer.uprightness(imu.orientation))));
  }
}
