package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Pose;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.robotconfigs.Problems.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the part of URDF that the project understands: links with inertia and box, sphere or
 * cylinder collisions; revolute and fixed joints. Visuals and the extensions of other tools are
 * skipped; whatever else is there is refused by name, since a misspelt element would silently
 * change the robot.
 */
final class UrdfReader {
  /** What is read and what is skipped, for the sentence that refuses anything else. */
  private static final Set<String> IN_ROBOT =
      Set.of("link", "joint", "material", "gazebo", "transmission", "ros2_control");

  private static final Set<String> IN_LINK = Set.of("inertial", "collision", "visual");
  private static final Set<String> IN_JOINT =
      Set.of(
          "origin",
          "parent",
          "child",
          "axis",
          "limit",
          "dynamics",
          "safety_controller",
          "calibration");
  private static final Pose IDENTITY = new Pose(0, 0, 0, 0, 0, 0);

  private final Problems problems;
  private final Map<String, Place> linkPlaces = new LinkedHashMap<>();
  private final Map<String, Place> jointPlaces = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Joint> joints = new ArrayList<>();

  private UrdfReader(Problems problems) {
    this.problems = problems;
  }

  /** The robot, or null when {@code problems} got any that leave no tree to speak of. */
  static Urdf read(String file, String text, Problems problems) {
    XmlElement robot = XmlElement.parse(file, text, problems);
    if (robot == null) {
      return null;
    }
    if (!robot.name().equals("robot")) {
      problems.add(robot.place(), "document", "<" + robot.name() + ">", "<robot>");
      return null;
    }
    return new UrdfReader(problems).robot(robot);
  }

  private Urdf robot(XmlElement robot) {
    for (XmlElement child : robot.children()) {
      switch (child.name()) {
        case "link" -> link(child);
        case "joint" -> joint(child);
        default -> refuseUnless(IN_ROBOT, child, "robot");
      }
    }
    KinematicTree tree =
        new TreeBuilder(links, joints, linkPlaces, jointPlaces, robot.place(), problems).build();
    return tree == null ? null : new Urdf(tree, linkPlaces, jointPlaces);
  }

  private void link(XmlElement element) {
    String name = name(element, "link", linkPlaces);
    String field = "link " + name;
    double mass = 0;
    Pose com = IDENTITY;
    Inertia inertia = new Inertia(0, 0, 0, 0, 0, 0);
    List<Collision> collisions = new ArrayList<>();
    for (XmlElement child : element.children()) {
      switch (child.name()) {
        case "inertial" -> {
          refuseOthers(child, Set.of("origin", "mass", "inertia"), field + ": inertial");
          com = pose(child.child("origin"), field + ": inertial origin");
          mass = required(child, "mass", "value", field);
          inertia = inertia(child, field);
        }
        case "collision" -> collisions.add(collision(child, field));
        default -> refuseUnless(IN_LINK, child, field);
      }
    }
    links.add(new Link(name, mass, com, inertia, collisions));
  }

  private Inertia inertia(XmlElement inertial, String field) {
    return new Inertia(
        required(inertial, "inertia", "ixx", field),
        required(inertial, "inertia", "ixy", field),
        required(inertial, "inertia", "ixz", field),
        required(inertial, "inertia", "iyy", field),
        required(inertial, "inertia", "iyz", field),
        required(inertial, "inertia", "izz", field));
  }

  private Collision collision(XmlElement element, String field) {
    refuseOthers(element, Set.of("origin", "geometry"), field + ": collision");
    Pose origin = pose(element.child("origin"), field + ": collision origin");
    XmlElement geometry = element.child("geometry");
    if (geometry == null || geometry.children().size() != 1) {
      problems.add(element.place(), field + ": collision geometry", "not one shape", "one shape");
      return new Collision(origin, new Shape.Sphere(1));
    }
    XmlElement shape = geometry.children().get(0);
    return switch (shape.name()) {
      case "box" -> {
        double[] size = vector(shape, "size", field + ": box size", new double[] {1, 1, 1});
        for (double side : size) {
          positive(side, shape, field + ": box size");
        }
        yield new Collision(origin, new Shape.Box(size[0], size[1], size[2]));
      }
      case "sphere" ->
          new Collision(origin, new Shape.Sphere(positive(shape, "radius", field + ": sphere")));
      case "cylinder" ->
          new Collision(
              origin,
              new Shape.Cylinder(
                  positive(shape, "radius", field + ": cylinder"),
                  positive(shape, "length", field + ": cylinder")));
      default -> {
        problems.add(
            shape.place(), field + ": collision shape", shape.name(), "box, sphere, cylinder");
        yield new Collision(origin, new Shape.Sphere(1));
      }
    };
  }

  private void joint(XmlElement element) {
    String name = name(element, "joint", jointPlaces);
    String field = "joint " + name;
    refuseOthers(element, IN_JOINT, field);
    String type = element.attributes().getOrDefault("type", "missing");
    JointKind kind = type.equals("revolute") ? JointKind.REVOLUTE : JointKind.FIXED;
    if (!type.equals("revolute") && !type.equals("fixed")) {
      problems.add(
          element.place(),
          field + ": type",
          type,
          type.equals("continuous") ? "revolute, with a <limit>; fixed" : "revolute, fixed");
    }
    Pose origin = pose(element.child("origin"), field + ": origin");
    String parent = linkOf(element, "parent", field);
    String child = linkOf(element, "child", field);
    if (kind == JointKind.FIXED) {
      List<Double> x = List.of(1.0, 0.0, 0.0);
      joints.add(new Joint(name, kind, parent, child, origin, x, 0, 0, 0, 0, 0, 0));
      return;
    }
    if (element.child("limit") == null) {
      problems.add(
          element.place(),
          field + ": limit",
          "missing",
          "<limit lower=\"rad\" upper=\"rad\" effort=\"N·m\" velocity=\"rad/s\"/>");
      joints.add(
          new Joint(name, kind, parent, child, origin, axis(element, field), 0, 1, 1, 1, 0, 0));
      return;
    }
    XmlElement dynamics = element.child("dynamics");
    joints.add(
        new Joint(
            name,
            kind,
            parent,
            child,
            origin,
            axis(element, field),
            required(element, "limit", "lower", field),
            required(element, "limit", "upper", field),
            required(element, "limit", "effort", field),
            required(element, "limit", "velocity", field),
            notNegative(dynamics, "damping", field),
            notNegative(dynamics, "friction", field)));
  }

  private List<Double> axis(XmlElement joint, String field) {
    XmlElement axis = joint.child("axis");
    double[] xyz =
        axis == null
            ? new double[] {1, 0, 0} // URDF's default
            : vector(axis, "xyz", field + ": axis", new double[] {1, 0, 0});
    double length = Math.sqrt(xyz[0] * xyz[0] + xyz[1] * xyz[1] + xyz[2] * xyz[2]);
    if (length < 1e-6) {
      problems.add(axis.place(), field + ": axis", "0 0 0", "a vector that is not 0");
      return List.of(1.0, 0.0, 0.0);
    }
    return List.of(xyz[0] / length, xyz[1] / length, xyz[2] / length);
  }

  private String linkOf(XmlElement joint, String role, String field) {
    XmlElement end = joint.child(role);
    String link = end == null ? null : end.attributes().get("link");
    if (link == null) {
      problems.add(joint.place(), field + ": " + role, "missing", "the name of a link");
    }
    return link == null ? "" : link;
  }

  private Pose pose(XmlElement origin, String field) {
    if (origin == null) {
      return IDENTITY;
    }
    double[] xyz = vector(origin, "xyz", field + " xyz", new double[3]);
    double[] rpy = vector(origin, "rpy", field + " rpy", new double[3]);
    return new Pose(xyz[0], xyz[1], xyz[2], rpy[0], rpy[1], rpy[2]);
  }

  private double[] vector(XmlElement element, String attribute, String field, double[] otherwise) {
    String text = element.attributes().get(attribute);
    if (text == null) {
      return otherwise;
    }
    try {
      double[] v = Arrays.stream(text.split("\\s+")).mapToDouble(Double::parseDouble).toArray();
      if (v.length == 3 && Arrays.stream(v).allMatch(Double::isFinite)) {
        return v;
      }
    } catch (NumberFormatException e) {
      // refused below with the text as it stands
    }
    problems.add(element.place(), field, "\"" + text + "\"", "three finite numbers");
    return otherwise;
  }

  private double required(XmlElement parent, String child, String attribute, String field) {
    XmlElement element = parent.child(child);
    String what = field + ": " + child + " " + attribute;
    if (element == null || !element.attributes().containsKey(attribute)) {
      problems.add(
          (element == null ? parent : element).place(), what, "missing", "a finite number");
      return 1;
    }
    return number(element, attribute, what);
  }

  private double notNegative(XmlElement element, String attribute, String field) {
    if (element == null || !element.attributes().containsKey(attribute)) {
      return 0;
    }
    double value = number(element, attribute, field + ": dynamics " + attribute);
    if (value < 0) {
      problems.add(
          element.place(), field + ": dynamics " + attribute, "" + value, "a number from 0");
    }
    return value;
  }

  private double positive(XmlElement element, String attribute, String field) {
    String what = field + " " + attribute;
    if (!element.attributes().containsKey(attribute)) {
      problems.add(element.place(), what, "missing", "a number above 0");
      return 1;
    }
    return positive(number(element, attribute, what), element, what);
  }

  private double positive(double value, XmlElement element, String field) {
    if (value <= 0) {
      problems.add(element.place(), field, "" + value, "a number above 0");
    }
    return value;
  }

  private double number(XmlElement element, String attribute, String field) {
    String text = element.attributes().get(attribute);
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below with the text as it stands
    }
    problems.add(element.place(), field, "\"" + text + "\"", "a finite number");
    return 1;
  }

  private String name(XmlElement element, String what, Map<String, Place> places) {
    String name = element.attributes().getOrDefault("name", "");
    if (name.isEmpty()) {
      problems.add(element.place(), what + ": name", "missing", "a name");
    } else if (places.containsKey(name)) {
      problems.add(
          element.place(),
          what + " " + name,
          "given again (first in line " + places.get(name).line() + ")",
          "each name once");
    }
    places.putIfAbsent(name, element.place());
    return name;
  }

  private void refuseOthers(XmlElement parent, Set<String> known, String field) {
    for (XmlElement child : parent.children()) {
      refuseUnless(known, child, field);
    }
  }

  private void refuseUnless(Set<String> known, XmlElement child, String field) {
    if (known.contains(child.name())) {
      return;
    }
    if (child.name().startsWith("xacro:")) {
      problems.add(
          child.place(),
          field,
          "<" + child.name() + ">, a macro",
          "plain URDF, as xacro makes it: xacro FILE > ROBOT.urdf");
      return;
    }
    List<String> names = known.stream().sorted().toList();
    problems.add(
        child.place(),
        field,
        "an unknown element <" + child.name() + ">" + Nearest.hint(child.name(), names),
        String.join(", ", names));
  }
}
