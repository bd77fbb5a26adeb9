package io.mbmpo.controller.estimate;

import io.mbmpo.controller.port.JointState;
import io.mbmpo.robotconfigs.EstimatorConfig;
import io.mbmpo.robotconfigs.Kinematics;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * How far each foot is believed to stand, 0 to 1: by the force on it that its leg's torques τ give,
 * (J Jᵀ) f = −J τ, legs taken for massless; and by its height over the lowest foot. Control thread
 * only; allocates nothing.
 */
final class FootContacts {
  private static final double GRAVITY_MS2 = 9.81;

  /** Keeps the force of a stretched leg finite, as a share of a leg of 1 m. */
  private static final double DAMPING_M2 = 1e-5;

  private final LegKinematics legs;
  private final double weightN;
  private final double forceShare;
  private final double heightM;
  private final double[] contact;
  private final double[][] point;
  private final double[] column = new double[3];
  private final double[] a = new double[6];
  private final double[] b = new double[3];

  FootContacts(RobotConfig config, LegKinematics legs) {
    EstimatorConfig estimator = config.estimator();
    this.legs = legs;
    weightN = Kinematics.of(config).massKg() * GRAVITY_MS2;
    forceShare = estimator.contactForceShare();
    heightM = estimator.contactHeightM();
    contact = new double[legs.footCount()];
    point = new double[legs.footCount()][3];
  }

  /**
   * @param joints as the legs were last updated with
   * @param up the world's up axis in the trunk frame
   */
  void update(JointState joints, double[] up) {
    double ground = -overLowestFootM(up);
    for (int i = 0; i < contact.length; i++) {
      double[] centre = legs.footCentreM(i);
      double radius = legs.footRadiusM(i);
      for (int k = 0; k < 3; k++) {
        point[i][k] = centre[k] - radius * up[k];
      }
      double height = dot(point[i], up) - ground;
      contact[i] = clamped(2 - 2 * height / heightM);
      if (forceShare > 0 && contact[i] > 0) {
        contact[i] *= clamped(forceN(i, joints.effort, up) / (weightN * forceShare) - 0.5);
      }
    }
  }

  /** Height of the trunk over the lowest foot, m. */
  double overLowestFootM(double[] up) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < contact.length; i++) {
      lowest = Math.min(lowest, -overFootM(i, up));
    }
    return -lowest;
  }

  /** Height of the trunk over a foot's lowest point, m. */
  double overFootM(int foot, double[] up) {
    return legs.footRadiusM(foot) - dot(legs.footCentreM(foot), up);
  }

  /** Upward force of the ground on a foot, N. */
  private double forceN(int foot, double[] effort, double[] up) {
    a[0] = DAMPING_M2;
    a[1] = 0;
    a[2] = 0;
    a[3] = DAMPING_M2;
    a[4] = 0;
    a[5] = DAMPING_M2;
    b[0] = 0;
    b[1] = 0;
    b[2] = 0;
    for (int k = 0; k < legs.jointCount(foot); k++) {
      legs.jacobianColumn(foot, k, point[foot], column);
      double torque = effort[legs.joint(foot, k)];
      a[0] += column[0] * column[0];
      a[1] += column[0] * column[1];
      a[2] += column[0] * column[2];
      a[3] += column[1] * column[1];
      a[4] += column[1] * column[2];
      a[5] += column[2] * column[2];
      for (int i = 0; i < 3; i++) {
        b[i] -= column[i] * torque;
      }
    }
    double c0 = a[3] * a[5] - a[4] * a[4];
    double c1 = a[2] * a[4] - a[1] * a[5];
    double c2 = a[1] * a[4] - a[2] * a[3];
    double determinant = a[0] * c0 + a[1] * c1 + a[2] * c2;
    double c3 = a[0] * a[5] - a[2] * a[2];
    double c4 = a[1] * a[2] - a[0] * a[4];
    double c5 = a[0] * a[3] - a[1] * a[1];
    double x = c0 * b[0] + c1 * b[1] + c2 * b[2];
    double y = c1 * b[0] + c3 * b[1] + c4 * b[2];
    double z = c2 * b[0] + c4 * b[1] + c5 * b[2];
    return (x * up[0] + y * up[1] + z * up[2]) / determinant;
  }

  /** How far a foot is believed to stand, 0 to 1. */
  double contact(int foot) {
    return contact[foot];
  }

  /** The foot's lowest point, m, trunk frame; the live array. */
  double[] pointM(int foot) {
    return point[foot];
  }

  private static double clamped(double value) {
    return Math.max(0, Math.min(1, value));
  }

  private static double dot(double[] u, double[] v) {
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  }
}
