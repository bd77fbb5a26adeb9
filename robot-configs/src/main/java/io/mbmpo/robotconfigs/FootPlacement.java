package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds joint angles that put a foot somewhere: damped least squares within the joint limits, from
 * several starts. Where the knee could point either way it points backward. One thread at a time;
 * allocates.
 */
final class FootPlacement {
  private static final double REACHED_M = 5e-4;
  private static final double DAMPING_M2 = 1e-5;
  private static final double GREATEST_STEP_RAD = 0.3;
  private static final int STEPS = 100;

  /** Shares of a joint's range at which a search begins. */
  private static final double[] STARTS = {0.1, 0.3, 0.5, 0.7, 0.9};

  /** What a joint turned by 1 rad is worth against a knee 1 m farther back. */
  private static final double TURN_M_RAD = 0.01;

  private final LegKinematics legs;
  private final double[] lower;
  private final double[] upper;

  /**
   * @param joints actuated joints in the order of the angles
   */
  FootPlacement(KinematicTree model, List<Joint> joints) {
    legs = new LegKinematics(model, joints.stream().map(Joint::name).toList());
    lower = joints.stream().mapToDouble(j -> Math.max(j.lowerRad(), -Math.PI)).toArray();
    upper = joints.stream().mapToDouble(j -> Math.min(j.upperRad(), Math.PI)).toArray();
  }

  /** The legs, at whatever angles they were last. */
  LegKinematics legs() {
    return legs;
  }

  /** Every joint at 0, or at the limit that is nearest. */
  double[] nearZero() {
    double[] angles = new double[lower.length];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = within(i, 0);
    }
    return angles;
  }

  /**
   * Angles of all joints with one foot's centre at a place in the trunk frame; other legs' joints
   * are near zero. Empty when none are found.
   *
   * @param target x, y, z, m
   */
  Optional<double[]> place(int foot, double[] target) {
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    int n = legs.jointCount(foot);
    int starts = (int) Math.pow(STARTS.length, n - 1.0);
    for (int start = 0; start < starts; start++) {
      double[] angles = nearZero();
      int digits = start;
      for (int k = 1; k < n; k++) { // the first joint moves the leg sideways
        int joint = legs.joint(foot, k);
        double share = STARTS[digits % STARTS.length];
        angles[joint] = lower[joint] + share * (upper[joint] - lower[joint]);
        digits /= STARTS.length;
      }
      if (descend(foot, target, angles)) {
        double cost =
            legs.jointOriginM(foot, n - 1)[0]
                + TURN_M_RAD * Arrays.stream(angles).map(Math::abs).sum();
        if (cost < least) {
          least = cost;
          best = angles;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean descend(int foot, double[] target, double[] angles) {
    int n = legs.jointCount(foot);
    double[] error = new double[3];
    double[][] columns = new double[n][3];
    for (int step = 0; step < STEPS; step++) {
      legs.update(angles);
      double[] centre = legs.footCentreM(foot);
      double square = 0;
      for (int i = 0; i < 3; i++) {
        error[i] = target[i] - centre[i];
        square += error[i] * error[i];
      }
      if (square < REACHED_M * REACHED_M) {
        return true;
      }
      for (int k = 0; k < n; k++) {
        legs.jacobianColumn(foot, k, centre, columns[k]);
      }
      double[] pull = solve(columns, error);
      for (int k = 0; k < n; k++) {
        double turn = 0;
        for (int i = 0; i < 3; i++) {
          turn += columns[k][i] * pull[i];
        }
        turn = Math.max(-GREATEST_STEP_RAD, Math.min(GREATEST_STEP_RAD, turn));
        int joint = legs.joint(foot, k);
        angles[joint] = within(joint, angles[joint] + turn);
      }
    }
    return false;
  }

  /** y of (J Jᵀ + λ² 1) y = e, by Cramer's rule. */
  private static double[] solve(double[][] columns, double[] error) {
    double[][] m = new double[3][3];
    for (int i = 0; i < 3; i++) {
      m[i][i] = DAMPING_M2;
      for (int j = 0; j < 3; j++) {
        for (double[] column : columns) {
          m[i][j] += column[i] * column[j];
        }
      }
    }
    double whole = determinant(m);
    double[] solution = new double[3];
    for (int unknown = 0; unknown < 3; unknown++) {
      double[][] replaced = {m[0].clone(), m[1].clone(), m[2].clone()};
      for (int i = 0; i < 3; i++) {
        replaced[i][unknown] = error[i];
      }
      solution[unknown] = determinant(replaced) / whole;
    }
    return solution;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }

  private double within(int joint, double angle) {
    return Math.max(lower[joint], Math.min(upper[joint], angle));
  }
}
