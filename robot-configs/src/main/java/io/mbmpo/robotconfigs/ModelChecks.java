package io.mbmpo.robotconfigs;

import static io.mbmpo.robotconfigs.Problems.text;

import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.Problems.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the bodies of a URDF can exist, its joints move, and its legs end in feet. */
record ModelChecks(Urdf urdf, Problems problems) {
  /** Fewer do not stand. */
  static final int FEWEST_FEET = 3;

  /** Share by which rounding in a URDF may break the triangle inequality. */
  private static final double TRIANGLE_TOLERANCE = 1e-6;

  void run() {
    urdf.tree().links().forEach(this::link);
    urdf.tree().joints().stream().filter(j -> j.kind() == JointKind.REVOLUTE).forEach(this::limits);
    feet();
  }

  private void link(Link link) {
    Place place = urdf.links().get(link.name());
    String field = "link " + link.name();
    boolean root = link.name().equals(urdf.tree().root()); // often but a frame for the trunk
    boolean moves =
        urdf.tree().joints().stream()
            .anyMatch(j -> j.kind() == JointKind.REVOLUTE && j.child().equals(link.name()));
    if (link.massKg() < 0
        || (moves && link.massKg() == 0)
        || (root && massWithFixed(link.name()) == 0)) {
      problems.add(
          place, field + ": mass", text(link.massKg()), "kg above 0 for a link that moves");
    } else if (link.massKg() > 0) {
      inertia(link.inertia(), place, field + ": inertia");
    }
  }

  /** Mass of a link and of what fixed joints hold to it, kg. */
  private double massWithFixed(String link) {
    double own =
        urdf.tree().links().stream()
            .filter(l -> l.name().equals(link))
            .mapToDouble(Link::massKg)
            .sum();
    return own
        + urdf.tree().joints().stream()
            .filter(j -> j.kind() == JointKind.FIXED && j.parent().equals(link))
            .mapToDouble(j -> massWithFixed(j.child()))
            .sum();
  }

  private void inertia(Inertia inertia, Place place, String field) {
    double[] m = SymmetricMatrix.eigenvalues(inertia);
    String moments = "principal moments " + text(m[0]) + ", " + text(m[1]) + ", " + text(m[2]);
    if (m[0] <= 0) {
      problems.add(place, field, moments, "kg·m², all above 0 (positive definite)");
    } else if (m[2] > (m[0] + m[1]) * (1 + TRIANGLE_TOLERANCE)) {
      problems.add(
          place,
          field,
          moments + (products(inertia) ? "; without ixy, ixz and iyz it could be" : ""),
          "the largest at most the sum of the others (triangle inequality)");
    }
  }

  /** Whether it is the products of inertia that make a body impossible. */
  private static boolean products(Inertia inertia) {
    double sum = inertia.ixx() + inertia.iyy() + inertia.izz();
    double largest = Math.max(inertia.ixx(), Math.max(inertia.iyy(), inertia.izz()));
    return largest <= sum - largest;
  }

  private void limits(Joint joint) {
    Place place = urdf.joints().get(joint.name());
    String field = "joint " + joint.name() + ": limit";
    if (joint.lowerRad() >= joint.upperRad()) {
      problems.add(
          place,
          field + " lower",
          text(joint.lowerRad()),
          "rad below the upper limit " + text(joint.upperRad()));
    }
    if (joint.upperRad() - joint.lowerRad() >= 2 * Math.PI) {
      problems.add(
          place,
          field,
          text(joint.lowerRad()) + " … " + text(joint.upperRad()),
          "less than a whole turn, 2π rad");
    }
    if (joint.effortLimitNm() <= 0) {
      problems.add(place, field + " effort", text(joint.effortLimitNm()), "N·m above 0");
    }
    if (joint.velocityLimitRadS() <= 0) {
      problems.add(place, field + " velocity", text(joint.velocityLimitRadS()), "rad/s above 0");
    }
  }

  /** A robot needs feet; the ends of legs that have no sphere are named. */
  private void feet() {
    KinematicTree model = urdf.tree();
    Kinematics kinematics = new Kinematics(model, List.of());
    if (kinematics.footCount() >= FEWEST_FEET) {
      return;
    }
    Set<String> bare = new LinkedHashSet<>();
    for (Joint joint : model.joints()) { // parents come first
      boolean ofALeg = bare.remove(joint.parent()) || joint.kind() == JointKind.REVOLUTE;
      if (ofALeg) {
        bare.add(joint.child());
      }
    }
    for (int foot = 0; foot < kinematics.footCount(); foot++) {
      bare.remove(kinematics.footName(foot));
    }
    problems.add(
        urdf.links().get(model.root()),
        "robot: feet",
        kinematics.footCount()
            + " links at the end of a leg with a collision sphere"
            + (bare.isEmpty() ? "" : "; without one: " + String.join(", ", bare)),
        FEWEST_FEET + " or more");
  }
}
