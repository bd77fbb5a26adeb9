package io.mbmpo.launch.role;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A person's hand on a simulated robot: holds it, moves one joint in the positive direction and
 * lets it go back. {@link #move} belongs to any thread, the rest to the robot's.
 */
final class Hand {
  private static final double SWING_RAD = 0.3;

  /** A hand is stiffer than the drives: it moves a leg that the robot lies on. */
  private static final double GRIP = 3;

  private static final double SWING_S = 1.6;
  private static final int NONE = -1;

  private final RobotConfig config;
  private final AtomicInteger asked = new AtomicInteger(NONE);
  private final double[] held;
  private int joint = NONE;
  private long startNanos;

  Hand(RobotConfig config) {
    this.config = config;
    held = new double[config.jointCount()];
  }

  /** Asks for a joint to be moved. */
  void move(int wanted) {
    asked.set(wanted);
  }

  /**
   * Whether the hand does something now; then what the joints are made to do.
   *
   * @param position where the joints are, rad
   * @param now the robot's time, ns
   */
  boolean moves(double[] position, long now, JointCommand command) {
    int next = asked.getAndSet(NONE);
    if (next != NONE) {
      joint = next;
      startNanos = now;
      System.arraycopy(position, 0, held, 0, held.length);
    }
    if (joint == NONE) {
      return false;
    }
    double phase = (now - startNanos) * 1e-9 / SWING_S;
    for (int i = 0; i < held.length; i++) {
      JointConfig one = config.joints().get(i);
      boolean on = phase < 1;
      double swing = i == joint ? SWING_RAD * Math.pow(Math.sin(Math.PI * phase), 2) : 0;
      command.position[i] = on ? held[i] + swing : 0;
      command.velocity[i] = 0;
      command.effort[i] = 0;
      command.kp[i] = on ? GRIP * one.kpNmRad() : 0;
      command.kd[i] = on ? one.kdNmsRad() : one.dampingNmsRad(); // more makes speeds chatter
    }
    if (phase >= 1) {
      joint = NONE; // and this last command lets go
    }
    return true;
  }
}
