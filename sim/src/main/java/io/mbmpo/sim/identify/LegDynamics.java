package io.mbmpo.sim.identify;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.BodyMass;
import io.mbmpo.sim.BodyTree;
import io.mbmpo.sim.Transform;
import java.util.List;

/**
 * Torques that move legs in the air, by recursive Newton–Euler (Featherstone, Rigid Body Dynamics
 * Algorithms, 2008, §5.3), from the trunk's motion outwards. Without friction and without the
 * rotors of the drives. One thread at a time.
 */
final class LegDynamics {
  private final List<BodyTree.Body> bodies;
  private final double[][] axis;
  private final Transform[] frame;
  private final double[][] omega;
  private final double[][] alpha;
  private final double[][] acceleration;
  private final double[][] force;
  private final double[][] moment;

  LegDynamics(RobotConfig config) {
    bodies = new BodyTree(config).bodies();
    int n = bodies.size();
    axis = new double[n][];
    for (int i = 1; i < n; i++) {
      axis[i] = bodies.get(i).hinge().axis().stream().mapToDouble(x -> x).toArray();
    }
    frame = new Transform[n];
    omega = new double[n][];
    alpha = new double[n][];
    acceleration = new double[n][];
    force = new double[n][];
    moment = new double[n][];
  }

  /**
   * @param q joint positions, rad, their velocities {@code v}, rad/s, and accelerations {@code a},
   *     rad/s²
   * @param trunkOmega rad/s, trunk frame
   * @param trunkAlpha rad/s², trunk frame
   * @param specificForce of the trunk's origin, m/s², trunk frame
   * @param torque out, N·m by joint
   */
  void torque(
      double[] q,
      double[] v,
      double[] a,
      double[] trunkOmega,
      double[] trunkAlpha,
      double[] specificForce,
      double[] torque) {
    omega[0] = trunkOmega;
    alpha[0] = trunkAlpha;
    acceleration[0] = specificForce;
    for (int i = 1; i < bodies.size(); i++) {
      outwards(i, q, v, a);
    }
    for (int i = bodies.size() - 1; i > 0; i--) {
      BodyTree.Body body = bodies.get(i);
      torque[body.joint()] = dot(axis[i], moment[i]);
      if (body.parent() > 0) {
        double[] f = rotate(frame[i], force[i]);
        double[] m = rotate(frame[i], moment[i]);
        add(force[body.parent()], f);
        add(moment[body.parent()], m);
        add(moment[body.parent()], cross(at(frame[i]), f));
      }
    }
  }

  private void outwards(int i, double[] q, double[] v, double[] a) {
    BodyTree.Body body = bodies.get(i);
    int parent = body.parent();
    int joint = body.joint();
    double[] z = axis[i];
    frame[i] = body.origin().then(Transform.rotation(z[0], z[1], z[2], q[joint]));
    double[] carried = back(frame[i], omega[parent]);
    double[] carriedAlpha = back(frame[i], alpha[parent]);
    double[] own = scaled(z, v[joint]);
    omega[i] = sum(carried, own);
    alpha[i] = sum(sum(carriedAlpha, scaled(z, a[joint])), cross(carried, own));
    double[] r = at(frame[i]);
    double[] turning = turning(omega[parent], alpha[parent], r);
    acceleration[i] = back(frame[i], sum(acceleration[parent], turning));

    BodyMass mass = body.mass();
    double[] c = mass.com();
    double[] ofCom = sum(acceleration[i], turning(omega[i], alpha[i], c));
    force[i] = scaled(ofCom, mass.massKg());
    double[] momentum = times(mass.inertia(), omega[i]);
    moment[i] = sum(times(mass.inertia(), alpha[i]), cross(omega[i], momentum));
    add(moment[i], cross(c, force[i]));
  }

  /** Acceleration of a point that turns with a body. */
  private static double[] turning(double[] omega, double[] alpha, double[] r) {
    return sum(cross(alpha, r), cross(omega, cross(omega, r)));
  }

  private static double[] at(Transform frame) {
    return new double[] {frame.x(), frame.y(), frame.z()};
  }

  private static double[] rotate(Transform frame, double[] v) {
    return frame.rotate(v[0], v[1], v[2]);
  }

  private static double[] back(Transform frame, double[] v) {
    double[] r = frame.r();
    return new double[] {
      r[0] * v[0] + r[3] * v[1] + r[6] * v[2],
      r[1] * v[0] + r[4] * v[1] + r[7] * v[2],
      r[2] * v[0] + r[5] * v[1] + r[8] * v[2]
    };
  }

  private static double[] times(double[] m, double[] v) {
    return new double[] {
      m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
      m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
      m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
    };
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] scaled(double[] a, double factor) {
    return new double[] {a[0] * factor, a[1] * factor, a[2] * factor};
  }

  private static double[] sum(double[] a, double[] b) {
    return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
  }

  private static void add(double[] to, double[] b) {
    for (int k = 0; k < 3; k++) {
      to[k] += b[k];
    }
  }
}
