package io.mbmpo.sim.identify;

import io.mbmpo.controller.port.JointCommand;

/**
 * A stretch of recorded motion on an even grid of ticks, sensors at the times of their measurement.
 * All arrays are by tick first. Made by {@link MotionBuilder}; not changed afterwards.
 */
public final class Motion {
  /** Length of a tick, s. */
  final double tickS;

  /** The robot hung in the air, no foot touching the ground. */
  final boolean hung;

  /** Joints in the config's order, rad and rad/s. */
  final double[][] position;

  final double[][] velocity;

  /** The newest command that had been sent. */
  final JointCommand[] command;

  /** Trunk in the world, unit quaternion (x, y, z, w). */
  final double[][] orientation;

  /** rad/s, trunk frame. */
  final double[][] angularVelocity;

  /** Acceleration minus gravity of the trunk's origin, m/s², trunk frame. */
  final double[][] specificForce;

  /** Height of the trunk's origin above the ground, m; NaN where the robot has no odometry. */
  final double[] heightM;

  Motion(double tickS, boolean hung, int length) {
    this.tickS = tickS;
    this.hung = hung;
    position = new double[length][];
    velocity = new double[length][];
    command = new JointCommand[length];
    orientation = new double[length][];
    angularVelocity = new double[length][];
    specificForce = new double[length][];
    heightM = new double[length];
  }

  int ticks() {
    return heightM.length;
  }

  /** s. */
  public double seconds() {
    return ticks() * tickS;
  }
}
