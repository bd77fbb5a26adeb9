package io.mbmpo.sim;

import io.mbmpo.robotconfigs.KinematicTree.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ode4j.math.DMatrix3C;
import org.ode4j.math.DVector3C;
import org.ode4j.ode.DBody;
import org.ode4j.ode.DContact;
import org.ode4j.ode.DContactJoint;
import org.ode4j.ode.DJoint.DJointFeedback;
import org.ode4j.ode.DJointGroup;
import org.ode4j.ode.DWorld;
import org.ode4j.ode.OdeConstants;
import org.ode4j.ode.OdeHelper;

/**
 * Where the robot's shapes touch the plane z = 0, worked out shape by shape (a sphere in one point,
 * a box in its corners, a cylinder in the lowest point of either rim), without a collision space.
 * The ground gives a little, as rubber feet do; friction is Coulomb's, as a pyramid.
 */
final class GroundContacts {
  /** How deep a foot carrying a quarter of the robot presses in, m. */
  private static final double PRESS_M = 0.0005;

  /** Time in which a pressed contact relaxes, s. */
  private static final double RELAX_S = 0.01;

  /** Beyond this a rim's lowest point is not defined: the cylinder stands upright. */
  private static final double UPRIGHT = 1e-6;

  private final DWorld world;
  private final DJointGroup joints = OdeHelper.createJointGroup();
  private final List<Candidate> candidates = new ArrayList<>();
  private final DContact contact = new DContact();
  private final List<DJointFeedback> forces = new ArrayList<>();
  private final List<Candidate> touching = new ArrayList<>();

  /** A round corner of a body: centre in the body's inertial frame, and rim axis for cylinders. */
  private record Candidate(
      DBody body, int bodyIndex, int foot, double[] at, double radius, double[] rimAxis) {}

  /**
   * @param stepS physics step, s
   */
  GroundContacts(DWorld world, double friction, double massKg, double stepS) {
    this.world = world;
    double stiffness = massKg * PhysicsWorld.GRAVITY / 4 / PRESS_M;
    double damping = stiffness * RELAX_S;
    contact.surface.mode =
        OdeConstants.dContactApprox1 | OdeConstants.dContactSoftERP | OdeConstants.dContactSoftCFM;
    contact.surface.mu = friction;
    contact.surface.soft_erp = stepS * stiffness / (stepS * stiffness + damping);
    contact.surface.soft_cfm = 1 / (stepS * stiffness + damping);
    contact.geom.normal.set(0, 0, 1);
  }

  /**
   * @param foot number of the foot that the shape is; −1 for any other shape
   */
  void add(DBody body, int bodyIndex, int foot, BodyTree.PlacedShape placed, double[] com) {
    Transform at = placed.at().moved(-com[0], -com[1], -com[2]);
    Shape shape = placed.shape();
    if (shape instanceof Shape.Sphere s) {
      candidates.add(
          new Candidate(
              body, bodyIndex, foot, new double[] {at.x(), at.y(), at.z()}, s.radius(), null));
    } else if (shape instanceof Shape.Box b) {
      for (int corner = 0; corner < 8; corner++) {
        double[] p =
            at.apply(
                (corner & 1) == 0 ? -b.x() / 2 : b.x() / 2,
                (corner & 2) == 0 ? -b.y() / 2 : b.y() / 2,
                (corner & 4) == 0 ? -b.z() / 2 : b.z() / 2);
        candidates.add(new Candidate(body, bodyIndex, foot, p, 0, null));
      }
    } else if (shape instanceof Shape.Cylinder c) {
      double[] axis = at.rotate(0, 0, 1);
      for (double end : new double[] {-c.length() / 2, c.length() / 2}) {
        candidates.add(new Candidate(body, bodyIndex, foot, at.apply(0, 0, end), c.radius(), axis));
      }
    }
  }

  /** Finds this step's contacts and hands them to the world. */
  void collide() {
    joints.empty();
    touching.clear();
    for (Candidate candidate : candidates) {
      DVector3C p = candidate.body.getPosition();
      DMatrix3C r = candidate.body.getRotation();
      double[] at = candidate.at;
      double z = p.get2() + r.get20() * at[0] + r.get21() * at[1] + r.get22() * at[2];
      if (z >= candidate.radius) {
        continue;
      }
      double x = p.get0() + r.get00() * at[0] + r.get01() * at[1] + r.get02() * at[2];
      double y = p.get1() + r.get10() * at[0] + r.get11() * at[1] + r.get12() * at[2];
      if (candidate.rimAxis == null) {
        touch(candidate, x, y, z - candidate.radius);
      } else {
        touchWithRim(candidate, r, x, y, z);
      }
    }
  }

  private void touchWithRim(Candidate candidate, DMatrix3C r, double x, double y, double z) {
    double[] a = candidate.rimAxis;
    double ax = r.get00() * a[0] + r.get01() * a[1] + r.get02() * a[2];
    double ay = r.get10() * a[0] + r.get11() * a[1] + r.get12() * a[2];
    double az = r.get20() * a[0] + r.get21() * a[1] + r.get22() * a[2];
    double slope = Math.sqrt(ax * ax + ay * ay);
    double reach = slope < UPRIGHT ? 0 : candidate.radius / slope;
    double low = z - reach * slope * slope;
    if (low < 0) {
      touch(candidate, x + reach * az * ax, y + reach * az * ay, low);
    }
  }

  private void touch(Candidate candidate, double x, double y, double z) {
    contact.geom.pos.set(x, y, z);
    contact.geom.depth = -z;
    DContactJoint joint = OdeHelper.createContactJoint(world, joints, contact);
    joint.attach(candidate.body, null);
    if (forces.size() == touching.size()) {
      forces.add(new DJointFeedback());
    }
    joint.setFeedback(forces.get(touching.size()));
    touching.add(candidate);
  }

  /** Reads the forces of the step just made into {@code truth}. */
  void read(Truth truth) {
    truth.groundForceN = 0;
    truth.trunkTouches = false;
    Arrays.fill(truth.footForceN, 0);
    for (int i = 0; i < touching.size(); i++) {
      Candidate candidate = touching.get(i);
      double up = forces.get(i).f1.get2();
      truth.groundForceN += up;
      if (candidate.foot >= 0) {
        truth.footForceN[candidate.foot] += up;
      }
      truth.trunkTouches |= candidate.bodyIndex == 0;
    }
  }
}
