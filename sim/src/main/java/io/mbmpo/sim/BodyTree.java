package io.mbmpo.sim;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.KinematicTree;
import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rigid bodies that really move against each other: links joined by fixed joints become one
 * body. Body 0 is the trunk; a body's frame is the frame of its first link, the one its joint
 * carries. Parents come before children. Immutable.
 */
public final class BodyTree {

  /**
   * One rigid body.
   *
   * @param name of its first link
   * @param parent index of the body that carries it; −1 for the trunk
   * @param joint index of its joint in {@link RobotConfig#joints()}; −1 for the trunk
   * @param hinge the joint itself; null for the trunk
   * @param origin of the joint frame in the parent's frame
   * @param mass mass, centre of mass and inertia in the body's frame
   * @param shapes what may touch the ground, in the body's frame
   */
  public record Body(
      String name,
      int parent,
      int joint,
      Joint hinge,
      Transform origin,
      BodyMass mass,
      List<PlacedShape> shapes) {
    public Body {
      shapes = List.copyOf(shapes);
    }
  }

  /** A shape and where it sits in its body. */
  public record PlacedShape(Transform at, Shape shape) {}

  private final List<Body> bodies = new ArrayList<>();
  private final List<PlacedFoot> feet = new ArrayList<>();

  /** The shape that a leg stands on: shape number {@code shape} of body {@code body}. */
  record PlacedFoot(int body, int shape) {}

  /**
   * @throws IllegalArgumentException naming the joint or link that cannot be simulated
   */
  public BodyTree(RobotConfig config) {
    KinematicTree model = config.model();
    Map<String, Integer> jointIndex = new HashMap<>();
    for (JointConfig joint : config.joints()) {
      jointIndex.put(joint.name(), jointIndex.size());
    }
    Map<String, Link> links = new HashMap<>();
    model.links().forEach(link -> links.put(link.name(), link));
    collect(model, links, model.root(), -1, -1, null, Transform.IDENTITY, jointIndex);
    if (bodies.size() != config.jointCount() + 1) {
      throw new IllegalArgumentException(
          "robot "
              + config.name()
              + ": "
              + config.jointCount()
              + " joints are configured but the"
              + " model moves "
              + (bodies.size() - 1)
              + "; list every revolute joint once");
    }
    for (int i = 1; i < bodies.size(); i++) {
      if (isLeaf(i) && !bodies.get(i).shapes().isEmpty()) {
        feet.add(new PlacedFoot(i, farthestShape(bodies.get(i))));
      }
    }
  }

  private void collect(
      KinematicTree model,
      Map<String, Link> links,
      String rootLink,
      int parent,
      int joint,
      Joint hinge,
      Transform origin,
      Map<String, Integer> jointIndex) {
    BodyMass.Sum mass = new BodyMass.Sum();
    List<PlacedShape> shapes = new ArrayList<>();
    List<Joint> hinges = new ArrayList<>();
    Map<String, Transform> frames = new HashMap<>();
    gather(model, links, rootLink, Transform.IDENTITY, mass, shapes, hinges, frames);
    if (mass.massKg() <= 0) {
      throw new IllegalArgumentException(
          "link " + rootLink + ": a body that moves needs a mass above 0 kg");
    }
    int self = bodies.size();
    bodies.add(new Body(rootLink, parent, joint, hinge, origin, mass.total(), shapes));
    for (Joint child : hinges) {
      Integer index = jointIndex.get(child.name());
      if (index == null) {
        throw new IllegalArgumentException(
            "joint " + child.name() + ": revolute in the model but not configured as actuated");
      }
      if (child.upperRad() - child.lowerRad() >= 2 * Math.PI) {
        throw new IllegalArgumentException(
            "joint "
                + child.name()
                + ": range of "
                + (child.upperRad() - child.lowerRad())
                + " rad; the embedded simulator holds less than one turn (2π)");
      }
      Transform at = frames.get(child.parent()).then(Transform.of(child.origin()));
      collect(model, links, child.child(), self, index, child, at, jointIndex);
    }
  }

  /** Walks over fixed joints only; what hangs on hinges is left in {@code hinges}. */
  private static void gather(
      KinematicTree model,
      Map<String, Link> links,
      String name,
      Transform frame,
      BodyMass.Sum mass,
      List<PlacedShape> shapes,
      List<Joint> hinges,
      Map<String, Transform> frames) {
    Link link = links.get(name);
    if (link == null) {
      throw new IllegalArgumentException(
          "link " + name + ": named by a joint but not in the model");
    }
    frames.put(name, frame);
    mass.add(link.massKg(), frame.then(Transform.of(link.com())), tensor(link.inertia()));
    for (Collision collision : link.collisions()) {
      shapes.add(new PlacedShape(frame.then(Transform.of(collision.origin())), collision.shape()));
    }
    for (Joint joint : model.joints()) {
      if (!joint.parent().equals(name)) {
        continue;
      }
      if (joint.kind() == JointKind.FIXED) {
        Transform child = frame.then(Transform.of(joint.origin()));
        gather(model, links, joint.child(), child, mass, shapes, hinges, frames);
      } else {
        hinges.add(joint);
      }
    }
  }

  private static double[] tensor(Inertia i) {
    return new double[] {
      i.ixx(), i.ixy(), i.ixz(), i.ixy(), i.iyy(), i.iyz(), i.ixz(), i.iyz(), i.izz()
    };
  }

  private boolean isLeaf(int body) {
    return bodies.stream().noneMatch(b -> b.parent() == body);
  }

  private static int farthestShape(Body body) {
    int best = 0;
    double far = -1;
    for (int i = 0; i < body.shapes().size(); i++) {
      Transform at = body.shapes().get(i).at();
      double d = at.x() * at.x() + at.y() * at.y() + at.z() * at.z();
      if (d > far) {
        far = d;
        best = i;
      }
    }
    return best;
  }

  public List<Body> bodies() {
    return List.copyOf(bodies);
  }

  List<PlacedFoot> feet() {
    return feet;
  }

  /** kg. */
  double totalMassKg() {
    return bodies.stream().mapToDouble(b -> b.mass().massKg()).sum();
  }

  /**
   * Forward kinematics: every body's frame in the world.
   *
   * @param trunk the trunk's frame in the world
   * @param q joint positions in the config's order, rad
   */
  public Transform[] forward(Transform trunk, double[] q) {
    Transform[] frames = new Transform[bodies.size()];
    frames[0] = trunk;
    for (int i = 1; i < frames.length; i++) {
      Body body = bodies.get(i);
      List<Double> a = body.hinge().axis();
      frames[i] =
          frames[body.parent()]
              .then(body.origin())
              .then(Transform.rotation(a.get(0), a.get(1), a.get(2), q[body.joint()]));
    }
    return frames;
  }

  /** Height of the lowest point of any shape, m, for body frames of {@link #forward}. */
  public double lowestPoint(Transform[] frames) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < frames.length; i++) {
      for (PlacedShape placed : bodies.get(i).shapes()) {
        lowest = Math.min(lowest, lowest(frames[i].then(placed.at()), placed.shape()));
      }
    }
    return lowest;
  }

  private static double lowest(Transform at, Shape shape) {
    double[] r = at.r();
    if (shape instanceof Shape.Sphere sphere) {
      return at.z() - sphere.radius();
    } else if (shape instanceof Shape.Box box) {
      return at.z()
          - 0.5 * (Math.abs(r[6]) * box.x() + Math.abs(r[7]) * box.y() + Math.abs(r[8]) * box.z());
    }
    Shape.Cylinder cylinder = (Shape.Cylinder) shape;
    double slope = Math.sqrt(Math.max(0, 1 - r[8] * r[8]));
    return at.z() - 0.5 * Math.abs(r[8]) * cylinder.length() - slope * cylinder.radius();
  }
}
