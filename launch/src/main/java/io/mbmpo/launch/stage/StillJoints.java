package io.mbmpo.launch.stage;

import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.RobotPort;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Waits until a robot's joints are heard of, and until they keep still. */
final class StillJoints {
  /** Joints that have gone no further than this have kept still, rad. */
  private static final double STILL_RAD = 0.02;

  private static final double STILL_S = 1;

  private final RobotPort port;
  private final LongSupplier clock;
  private final JointState joints;

  /**
   * @param port nobody else takes joint states from it meanwhile
   * @param clock time, ns
   */
  StillJoints(RobotPort port, int jointCount, LongSupplier clock) {
    this.port = port;
    this.clock = clock;
    joints = new JointState(jointCount);
  }

  /** Whether a joint state came within so many seconds. */
  boolean heard(double seconds) throws InterruptedException {
    long end = clock.getAsLong() + Math.round(seconds * 1e9);
    while (!port.take(joints)) {
      if (clock.getAsLong() > end) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }

  /** Joint positions, rad, once they have kept still; empty if they do not in so many seconds. */
  Optional<double[]> await(double seconds) throws InterruptedException {
    long now = clock.getAsLong();
    long end = now + Math.round(seconds * 1e9);
    long since = now;
    double[] at = null;
    while (now < end) {
      if (port.take(joints)) {
        if (at == null || moved(at)) {
          at = joints.position.clone();
          since = now;
        } else if (now - since > STILL_S * 1e9) {
          return Optional.of(at);
        }
      }
      Thread.sleep(1);
      now = clock.getAsLong();
    }
    return Optional.empty();
  }

  private boolean moved(double[] at) {
    double most = 0;
    for (int i = 0; i < at.length; i++) {
      most = Math.max(most, Math.abs(joints.position[i] - at[i]));
    }
    return !(most <= STILL_RAD);
  }
}
