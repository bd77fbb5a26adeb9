package io.mbmpo.sim;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;
import org.ode4j.math.DMatrix3;
import org.ode4j.math.DMatrix3C;
import org.ode4j.math.DQuaternionC;
import org.ode4j.math.DVector3C;
import org.ode4j.ode.DBody;
import org.ode4j.ode.DHingeJoint;
import org.ode4j.ode.DMass;
import org.ode4j.ode.DWorld;
import org.ode4j.ode.OdeHelper;

/**
 * The rigid-body world of one episode. It is built anew for each, so that nothing of the last one
 * can leak into the next. Steps with ODE's direct solver, which draws no random numbers: the same
 * forces give the same motion, bit for bit. One thread at a time.
 */
final class PhysicsWorld {
  /** m/s². */
  static final double GRAVITY = 9.81;

  static {
    OdeHelper.initODE2(0);
  }

  private final BodyTree tree;
  private final DWorld world = OdeHelper.createWorld();
  private final DBody[] bodies;

  /** Centre of mass in each body's frame, m. */
  private final double[][] com;

  /** By joint number; the config's order. */
  private final DHingeJoint[] hinges;

  /** Where ODE's angle is zero: mid-range, because its angles end at ±π and a knee's do not. */
  private final double[] middle;

  private final JointStop[] stops;
  private final double[] damping;
  private final double[] friction;
  private final double[] fade;
  private final GroundContacts ground;
  private final double stepS;
  private Hoist hoist;

  /**
   * Begins at rest.
   *
   * @param startTrunk trunk frame in the world
   * @param startQ joint positions, rad
   * @param stepS physics step, s
   */
  PhysicsWorld(
      RobotConfig config,
      BodyTree tree,
      Domain domain,
      Transform startTrunk,
      double[] startQ,
      double stepS) {
    this.tree = tree;
    this.stepS = stepS;
    int joints = config.jointCount();
    List<BodyTree.Body> parts = tree.bodies();
    bodies = new DBody[parts.size()];
    com = parts.stream().map(part -> part.mass().com()).toArray(double[][]::new);
    hinges = new DHingeJoint[joints];
    middle = new double[joints];
    stops = new JointStop[joints];
    damping = new double[joints];
    friction = new double[joints];
    fade = new double[joints];
    IdentifiedConfig identified = config.simulation().identified();
    world.setGravity(0, 0, -GRAVITY);
    world.setERP(0.2);
    world.setCFM(1e-6);
    ground =
        new GroundContacts(
            world,
            config.simulation().groundFriction() * domain.frictionFactor(),
            tree.totalMassKg() * domain.massFactor() + domain.payloadKg(),
            stepS);
    RotorInertia rotors = new RotorInertia(config, stepS);
    FrictionFade fades = new FrictionFade(config);
    for (int i = 1; i < parts.size(); i++) {
      Joint hinge = parts.get(i).hinge();
      int joint = parts.get(i).joint();
      middle[joint] = 0.5 * (hinge.lowerRad() + hinge.upperRad());
      double inertia = rotors.about(parts.get(i));
      stops[joint] = new JointStop(hinge.lowerRad(), hinge.upperRad(), inertia, stepS);
      damping[joint] = identified.dampingNmsRad(hinge);
      friction[joint] = identified.frictionNm(hinge);
      fade[joint] = fades.radS(joint, friction[joint]);
    }
    for (int i = 0; i < parts.size(); i++) {
      double payload = i == 0 ? domain.payloadKg() : 0;
      double[] rotor = rotors.inertia(parts.get(i));
      bodies[i] = body(parts.get(i).mass(), domain.massFactor(), payload, rotor);
    }
    Transform[] atMiddle = tree.forward(Transform.IDENTITY, middle);
    place(atMiddle);
    for (int i = 1; i < parts.size(); i++) {
      hinges[parts.get(i).joint()] = hinge(parts.get(i), bodies[i], atMiddle[i]);
    }
    place(tree.forward(startTrunk, startQ));
    addShapes();
  }

  private DBody body(BodyMass mass, double factor, double payloadKg, double[] rotor) {
    double[] i = new double[9];
    for (int k = 0; k < 9; k++) {
      i[k] = mass.inertia()[k] * factor + rotor[k];
    }
    DMass m = OdeHelper.createMass();
    m.setParameters(
        mass.massKg() * factor + payloadKg, 0, 0, 0, i[0], i[4], i[8], i[1], i[2], i[5]);
    DBody body = OdeHelper.createBody(world);
    body.setMass(m);
    return body;
  }

  private DHingeJoint hinge(BodyTree.Body part, DBody child, Transform frame) {
    Joint model = part.hinge();
    double[] axis = frame.rotate(model.axis().get(0), model.axis().get(1), model.axis().get(2));
    DHingeJoint hinge = OdeHelper.createHingeJoint(world);
    hinge.attach(child, bodies[part.parent()]);
    hinge.setAnchor(frame.x(), frame.y(), frame.z());
    hinge.setAxis(axis[0], axis[1], axis[2]);
    return hinge;
  }

  private void place(Transform[] frames) {
    for (int i = 0; i < bodies.length; i++) {
      double[] c = com[i];
      double[] at = frames[i].apply(c[0], c[1], c[2]);
      double[] r = frames[i].r();
      bodies[i].setPosition(at[0], at[1], at[2]);
      bodies[i].setRotation(new DMatrix3(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8]));
    }
  }

  private void addShapes() {
    for (int i = 0; i < bodies.length; i++) {
      BodyTree.Body part = tree.bodies().get(i);
      for (int s = 0; s < part.shapes().size(); s++) {
        int foot = tree.feet().indexOf(new BodyTree.PlacedFoot(i, s));
        ground.add(bodies[i], i, foot, part.shapes().get(s), part.mass().com());
      }
    }
  }

  /** Joint positions, rad, and velocities, rad/s. */
  void readJoints(double[] q, double[] velocity) {
    for (int i = 0; i < hinges.length; i++) {
      q[i] = middle[i] + hinges[i].getAngle();
      velocity[i] = hinges[i].getAngleRate();
    }
  }

  /**
   * One physics step.
   *
   * @param torque of the drives, N·m; stops, passive damping and friction are added here
   * @param q joint positions now, rad
   * @param velocity joint velocities now, rad/s
   */
  void step(double[] torque, double[] q, double[] velocity) {
    for (int i = 0; i < hinges.length; i++) {
      double v = velocity[i];
      double passive = damping[i] * v + friction[i] * v / (Math.abs(v) + fade[i]);
      hinges[i].addTorque(torque[i] - passive + stops[i].torque(q[i], v));
    }
    if (hoist != null) {
      hoist.pull();
    }
    ground.collide();
    world.step(stepS);
  }

  /** From now on the robot hangs where it is. */
  void hang() {
    double massKg = 0;
    for (DBody body : bodies) {
      massKg += body.getMass().getMass();
    }
    hoist = new Hoist(bodies[0], massKg);
  }

  /** A force on the trunk's centre of mass during the next physics step, N, world frame. */
  void push(double x, double y, double z) {
    bodies[0].addForce(x, y, z);
  }

  /** Velocity of the trunk's origin in the world, m/s. */
  void readTrunkVelocity(double[] into) {
    DVector3C v = bodies[0].getLinearVel();
    DVector3C w = bodies[0].getAngularVel();
    DMatrix3C r = bodies[0].getRotation();
    double[] c = com[0];
    double x = -(r.get00() * c[0] + r.get01() * c[1] + r.get02() * c[2]);
    double y = -(r.get10() * c[0] + r.get11() * c[1] + r.get12() * c[2]);
    double z = -(r.get20() * c[0] + r.get21() * c[1] + r.get22() * c[2]);
    into[0] = v.get0() + w.get1() * z - w.get2() * y;
    into[1] = v.get1() + w.get2() * x - w.get0() * z;
    into[2] = v.get2() + w.get0() * y - w.get1() * x;
  }

  /** Everything but time and drive torques. */
  void read(Truth truth) {
    readJoints(truth.jointPosition, truth.jointVelocity);
    for (int i = 0; i < bodies.length; i++) {
      double[] c = com[i];
      DVector3C p = bodies[i].getPosition();
      DMatrix3C r = bodies[i].getRotation();
      DQuaternionC q = bodies[i].getQuaternion();
      double[] at = truth.bodyPosition[i];
      at[0] = p.get0() - (r.get00() * c[0] + r.get01() * c[1] + r.get02() * c[2]);
      at[1] = p.get1() - (r.get10() * c[0] + r.get11() * c[1] + r.get12() * c[2]);
      at[2] = p.get2() - (r.get20() * c[0] + r.get21() * c[1] + r.get22() * c[2]);
      double[] turn = truth.bodyOrientation[i];
      turn[0] = q.get1();
      turn[1] = q.get2();
      turn[2] = q.get3();
      turn[3] = q.get0();
    }
    System.arraycopy(truth.bodyPosition[0], 0, truth.position, 0, 3);
    System.arraycopy(truth.bodyOrientation[0], 0, truth.orientation, 0, 4);
    readTrunkVelocity(truth.linearVelocity);
    DMatrix3C r = bodies[0].getRotation();
    DVector3C w = bodies[0].getAngularVel();
    toTrunk(r, w.get0(), w.get1(), w.get2(), truth.angularVelocity);
    ground.read(truth);
  }

  /** A world vector in the trunk's frame. */
  void toTrunk(double x, double y, double z, double[] into) {
    toTrunk(bodies[0].getRotation(), x, y, z, into);
  }

  private static void toTrunk(DMatrix3C r, double x, double y, double z, double[] into) {
    into[0] = r.get00() * x + r.get10() * y + r.get20() * z;
    into[1] = r.get01() * x + r.get11() * y + r.get21() * z;
    into[2] = r.get02() * x + r.get12() * y + r.get22() * z;
  }

  /** Kinetic and potential energy of all bodies, and what the joint stops hold, J. */
  double energyJ() {
    double sum = 0;
    for (int i = 0; i < hinges.length; i++) {
      sum += stops[i].energyJ(middle[i] + hinges[i].getAngle());
    }
    double[] w = new double[3];
    for (DBody body : bodies) {
      double m = body.getMass().getMass();
      DVector3C v = body.getLinearVel();
      DVector3C turn = body.getAngularVel();
      toTrunk(body.getRotation(), turn.get0(), turn.get1(), turn.get2(), w);
      DMatrix3C i = body.getMass().getI();
      sum += m * (0.5 * v.dot(v) + GRAVITY * body.getPosition().get2());
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          sum += 0.5 * w[a] * i.get(a, b) * w[b];
        }
      }
    }
    return sum;
  }

  /** The trunk stays where it is from now on, whatever pulls at it. */
  void clamp() {
    bodies[0].setKinematic();
  }

  /** Frees what the engine holds; the world is not to be used afterwards. */
  void close() {
    world.destroy();
  }
}
