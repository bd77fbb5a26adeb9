package io.mbmpo.sim;

import org.ode4j.math.DMatrix3C;
import org.ode4j.math.DVector3C;
import org.ode4j.ode.DBody;

/**
 * What holds a hanging robot: springs that keep its trunk level at one place in the air, whichever
 * way it faces, soft enough that it sways when its legs move. One thread at a time.
 */
final class Hoist {
  /** Of the robot on its springs, Hz. */
  private static final double FREQUENCY_HZ = 2;

  /** Share of critical damping. */
  private static final double DAMPING = 0.5;

  /** Radius of gyration that the springs are made for, m. */
  private static final double GYRATION_M = 0.2;

  private final DBody trunk;
  private final double[] at;
  private final double weightN;
  private final double stiffness;
  private final double damping;

  /**
   * Holds the trunk where it is now.
   *
   * @param massKg of the whole robot
   */
  Hoist(DBody trunk, double massKg) {
    this.trunk = trunk;
    DVector3C p = trunk.getPosition();
    at = new double[] {p.get0(), p.get1(), p.get2()};
    weightN = massKg * PhysicsWorld.GRAVITY;
    double omega = 2 * Math.PI * FREQUENCY_HZ;
    stiffness = massKg * omega * omega;
    damping = 2 * DAMPING * massKg * omega;
  }

  /** Its forces during the next physics step. */
  void pull() {
    DVector3C p = trunk.getPosition();
    DVector3C v = trunk.getLinearVel();
    trunk.addForce(
        stiffness * (at[0] - p.get0()) - damping * v.get0(),
        stiffness * (at[1] - p.get1()) - damping * v.get1(),
        stiffness * (at[2] - p.get2()) - damping * v.get2() + weightN);
    DMatrix3C r = trunk.getRotation(); // its third column is the trunk's up axis
    DVector3C w = trunk.getAngularVel();
    double inertia = GYRATION_M * GYRATION_M;
    trunk.addTorque(
        inertia * (stiffness * r.get12() - damping * w.get0()),
        inertia * (-stiffness * r.get02() - damping * w.get1()),
        -inertia * damping * w.get2());
  }
}
