package io.mbmpo.controller.estimate;

import java.util.Arrays;

/**
 * Whether the robot is still: for a while neither joints nor trunk have moved away from their
 * running means. Control thread only; allocates nothing.
 */
final class Stillness {
  /** Time constant of the running means, s. */
  private static final double MEAN_S = 0.2;

  /** How long nothing may have moved, s. */
  private static final double WHILE_S = 0.3;

  private static final double JOINT_RAD = 0.02;
  private static final double TURN_RAD_S = 0.15;
  private static final double MEAN_TURN_RAD_S = 0.06;

  private final double[] meanPosition;
  private final double[] meanTurn = new double[3];
  private double stillS;
  private boolean begun;

  Stillness(int joints) {
    meanPosition = new double[joints];
  }

  void start() {
    begun = false;
    stillS = 0;
  }

  /**
   * @param positions of the joints, rad
   * @param angularVelocity of the trunk, rad/s
   * @param dt s
   */
  void update(double[] positions, double[] angularVelocity, double dt) {
    if (!begun) {
      begun = true;
      System.arraycopy(positions, 0, meanPosition, 0, positions.length);
      Arrays.fill(meanTurn, 0);
    }
    double share = Math.min(1, dt / MEAN_S);
    boolean moved = false;
    for (int i = 0; i < positions.length; i++) {
      meanPosition[i] += share * (positions[i] - meanPosition[i]);
      moved |= Math.abs(positions[i] - meanPosition[i]) > JOINT_RAD;
    }
    for (int i = 0; i < 3; i++) {
      meanTurn[i] += share * (angularVelocity[i] - meanTurn[i]);
      moved |= Math.abs(angularVelocity[i]) > TURN_RAD_S;
      moved |= Math.abs(meanTurn[i]) > MEAN_TURN_RAD_S;
    }
    stillS = moved ? 0 : stillS + dt;
  }

  boolean still() {
    return stillS >= WHILE_S;
  }
}
