package io.mbmpo.sim.identify;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.sim.Transform;

/** A {@link Motion} without most of its sensors' noise. */
final class SmoothMotion {
  /** Ticks to either side over which the trunk's angular velocity is averaged. */
  private static final int TRUNK_TICKS = 4;

  private final Motion motion;
  private final double[][] position;
  private final double[][] velocity;
  private final double[] velocitySigma;
  private final int settling;

  SmoothMotion(Motion motion, JointSmoother smoother) {
    this.motion = motion;
    settling = Math.max(TRUNK_TICKS, smoother.settling());
    int ticks = motion.ticks();
    int joints = ticks == 0 ? 0 : motion.position[0].length;
    double[][] q = new double[joints][ticks];
    double[][] v = new double[joints][ticks];
    for (int i = 0; i < ticks; i++) {
      for (int j = 0; j < joints; j++) {
        q[j][i] = motion.position[i][j];
        v[j][i] = motion.velocity[i][j];
      }
    }
    velocitySigma = smoother.smooth(q, v);
    position = new double[ticks][joints];
    velocity = new double[ticks][joints];
    for (int i = 0; i < ticks; i++) {
      for (int j = 0; j < joints; j++) {
        position[i][j] = q[j][i];
        velocity[i][j] = v[j][i];
      }
    }
  }

  double tickS() {
    return motion.tickS;
  }

  boolean hung() {
    return motion.hung;
  }

  /** Ticks at either end that are not to be used. */
  int settling() {
    return settling;
  }

  /** All joints, rad. */
  double[] position(int tick) {
    return position[tick];
  }

  /** All joints, rad/s. */
  double[] velocity(int tick) {
    return velocity[tick];
  }

  /** Standard deviation of what is left of the noise of a joint's velocity, rad/s. */
  double velocitySigma(int joint) {
    return velocitySigma[joint];
  }

  /** The newest command that had been sent. */
  JointCommand command(int tick) {
    return motion.command[tick];
  }

  /** The trunk in the world; its height alone is known of where it is. */
  Transform trunkPose(int tick) {
    return Transform.of(motion.orientation[tick], new double[] {0, 0, motion.heightM[tick]});
  }

  /**
   * The trunk's motion in its own frame.
   *
   * @param omega out, rad/s
   * @param alpha out, rad/s²
   * @param force out: acceleration minus gravity in the tick that begins here, m/s²
   */
  void trunk(int tick, double[] omega, double[] alpha, double[] force) {
    for (int i = 0; i < 3; i++) {
      omega[i] = 0;
      for (int k = -TRUNK_TICKS; k <= TRUNK_TICKS; k++) {
        omega[i] += motion.angularVelocity[tick + k][i] / (2 * TRUNK_TICKS + 1);
      }
      double later = motion.angularVelocity[tick + 1][i];
      alpha[i] = (later - motion.angularVelocity[tick][i]) / motion.tickS;
      force[i] = motion.specificForce[tick + 1][i];
    }
  }
}
