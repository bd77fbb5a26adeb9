package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.wire.RobotClock;

/** When a sample came and when, by its stamp, it was measured. */
final class Sample {
  private static final double NANO = 1e-9;

  /** Control loop's clock, ns. */
  final long arrivalNanos;

  /** The stamp in the same clock, ns; right if the robot's clock is this machine's. */
  final long stampNanos;

  Sample(long arrivalNanos, long stampNanos) {
    this.arrivalNanos = arrivalNanos;
    this.stampNanos = stampNanos;
  }

  static Sample now(Header header, RobotClock clock) {
    return new Sample(RobotClock.tickNanos(), clock.toTick(header.stamp()));
  }

  /** Arrival minus stamp, s. */
  double ageS() {
    return (arrivalNanos - stampNanos) * NANO;
  }
}
