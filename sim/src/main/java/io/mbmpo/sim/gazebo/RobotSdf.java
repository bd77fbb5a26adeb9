package io.mbmpo.sim.gazebo;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Pose;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.BodyMass;
import io.mbmpo.sim.BodyTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The robot as an SDF model, from nothing but its URDF and robot.yaml. Links that fixed joints hold
 * together become one, as in the embedded simulator; they stay as frames. Frames are written
 * relative to each other exactly as the URDF has them.
 */
final class RobotSdf {
  /** How deep a foot carrying a quarter of the robot presses in, m; as the embedded simulator's. */
  private static final double PRESS_M = 0.0005;

  /** Time in which a pressed contact relaxes, s. */
  private static final double RELAX_S = 0.01;

  private static final double GRAVITY = 9.81;

  private final RobotConfig config;
  private final BodyTree tree;
  private final double stiffness;

  RobotSdf(RobotConfig config) {
    this.config = config;
    tree = new BodyTree(config);
    double massKg = tree.bodies().stream().mapToDouble(body -> body.mass().massKg()).sum();
    stiffness = massKg * GRAVITY / 4 / PRESS_M;
  }

  /** What is written into the model beside the robot itself. */
  interface Additions {
    /** At the beginning of the model. */
    default void first() {}

    /** At the end of the trunk's link. */
    default void inTrunk() {}

    /** At the end of the model. */
    default void last() {}
  }

  /** Writes the model element. */
  void write(Xml xml, Additions additions) {
    xml.element(
        "model",
        () -> {
          additions.first();
          for (BodyTree.Body body : tree.bodies()) {
            link(xml, body, body.hinge() == null ? additions::inTrunk : () -> {});
          }
          for (Joint joint : config.model().joints()) {
            if (joint.kind() == JointKind.FIXED) {
              xml.element(
                  "frame",
                  () -> pose(xml, joint.origin(), null),
                  "name",
                  joint.child(),
                  "attached_to",
                  joint.parent());
            } else {
              joint(xml, joint);
            }
          }
          additions.last();
        },
        "name",
        config.name(),
        "canonical_link",
        config.model().root());
  }

  private void link(Xml xml, BodyTree.Body body, Runnable end) {
    xml.element(
        "link",
        () -> {
          if (body.hinge() != null) {
            pose(xml, new Pose(0, 0, 0, 0, 0, 0), body.hinge().name());
          }
          inertial(xml, body.mass());
          for (Link part : parts(body.name())) {
            for (int i = 0; i < part.collisions().size(); i++) {
              shape(xml, body, part, i);
            }
          }
          end.run();
        },
        "name",
        body.name());
  }

  /** A link and what fixed joints hold to it. */
  private List<Link> parts(String first) {
    Deque<String> open = new ArrayDeque<>(List.of(first));
    List<Link> parts = new ArrayList<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      config.model().links().stream().filter(link -> link.name().equals(name)).forEach(parts::add);
      config.model().joints().stream()
          .filter(joint -> joint.kind() == JointKind.FIXED && joint.parent().equals(name))
          .forEach(joint -> open.add(joint.child()));
    }
    return parts;
  }

  private static void inertial(Xml xml, BodyMass mass) {
    xml.element(
        "inertial",
        () -> {
          double[] c = mass.com();
          double[] i = mass.inertia();
          xml.leaf("pose", c[0], c[1], c[2], 0, 0, 0).leaf("mass", mass.massKg());
          xml.element(
              "inertia",
              () ->
                  xml.leaf("ixx", i[0])
                      .leaf("ixy", i[1])
                      .leaf("ixz", i[2])
                      .leaf("iyy", i[4])
                      .leaf("iyz", i[5])
                      .leaf("izz", i[8]));
        });
  }

  private void shape(Xml xml, BodyTree.Body body, Link part, int number) {
    Collision collision = part.collisions().get(number);
    String frame = part.name().equals(body.name()) ? null : part.name();
    String name = part.name() + "_" + number;
    xml.element(
        "collision",
        () -> {
          pose(xml, collision.origin(), frame);
          geometry(xml, collision.shape());
          surface(xml);
        },
        "name",
        name + "_collision");
    xml.element(
        "visual",
        () -> {
          pose(xml, collision.origin(), frame);
          geometry(xml, collision.shape());
        },
        "name",
        name + "_visual");
  }

  private static void geometry(Xml xml, Shape shape) {
    xml.element(
        "geometry",
        () -> {
          if (shape instanceof Shape.Box b) {
            xml.element("box", () -> xml.leaf("size", b.x(), b.y(), b.z()));
          } else if (shape instanceof Shape.Sphere s) {
            xml.element("sphere", () -> xml.leaf("radius", s.radius()));
          } else if (shape instanceof Shape.Cylinder c) {
            xml.element(
                "cylinder", () -> xml.leaf("radius", c.radius()).leaf("length", c.length()));
          }
        });
  }

  /** Gazebo takes the lesser friction of two that touch: the ground's decides. */
  private void surface(Xml xml) {
    double mu = Math.max(1, config.simulation().groundFriction());
    xml.element(
        "surface",
        () -> {
          friction(xml, mu);
          xml.element(
              "contact",
              () ->
                  xml.element(
                      "ode",
                      () ->
                          xml.leaf("kp", stiffness)
                              .leaf("kd", stiffness * RELAX_S)
                              .leaf("max_vel", 0.1)
                              .leaf("min_depth", 0)));
        });
  }

  static void friction(Xml xml, double mu) {
    xml.element("friction", () -> xml.element("ode", () -> xml.leaf("mu", mu).leaf("mu2", mu)));
  }

  private void joint(Xml xml, Joint joint) {
    IdentifiedConfig identified = config.simulation().identified();
    xml.element(
        "joint",
        () -> {
          pose(xml, joint.origin(), joint.parent());
          xml.leaf("parent", joint.parent()).leaf("child", joint.child());
          List<Double> a = joint.axis();
          xml.element(
              "axis",
              () -> {
                xml.leaf("xyz", a.get(0), a.get(1), a.get(2));
                xml.element(
                    "limit",
                    () ->
                        xml.leaf("lower", joint.lowerRad())
                            .leaf("upper", joint.upperRad())
                            .leaf("effort", joint.effortLimitNm())
                            .leaf("velocity", joint.velocityLimitRadS()));
                xml.element(
                    "dynamics",
                    () ->
                        xml.leaf("damping", identified.dampingNmsRad(joint))
                            .leaf("friction", identified.frictionNm(joint)));
              });
        },
        "name",
        joint.name(),
        "type",
        "revolute");
  }

  /** Fixed-axis roll, pitch, yaw: SDF means by it what URDF does. */
  private static void pose(Xml xml, Pose p, String relativeTo) {
    String numbers = Xml.numbers(p.x(), p.y(), p.z(), p.roll(), p.pitch(), p.yaw());
    if (relativeTo == null) {
      xml.leaf("pose", numbers);
    } else {
      xml.leaf("pose", numbers, "relative_to", relativeTo);
    }
  }
}
