package io.mbmpo.robotconfigs;

import java.util.List;

/**
 * Links and joints of a URDF, SI units, frames as REP-103 (x forward, y left, z up).
 *
 * @param root name of the root link (the trunk)
 * @param links all links; fixed joints are kept, nothing is merged
 * @param joints all joints, parents before children
 */
public record KinematicTree(String root, List<Link> links, List<Joint> joints) {
  public KinematicTree {
    links = List.copyOf(links);
    joints = List.copyOf(joints);
  }

  /**
   * A rigid body.
   *
   * @param massKg mass, kg; 0 for a pure frame
   * @param com centre of mass in the link frame, m, and orientation of the inertia frame, rad
   * @param inertia about the centre of mass in the inertia frame, kg·m²
   * @param collisions shapes that may touch the world
   */
  public record Link(
      String name, double massKg, Pose com, Inertia inertia, List<Collision> collisions) {
    public Link {
      collisions = List.copyOf(collisions);
    }
  }

  /** Position (m) and fixed-axis roll, pitch, yaw (rad), as in a URDF origin. */
  public record Pose(double x, double y, double z, double roll, double pitch, double yaw) {}

  /** Symmetric inertia tensor, kg·m². */
  public record Inertia(double ixx, double ixy, double ixz, double iyy, double iyz, double izz) {}

  /** A collision shape and where it sits in its link. */
  public record Collision(Pose origin, Shape shape) {}

  /** Shapes that every simulator of the project knows. Lengths in m; cylinders lie along z. */
  public sealed interface Shape {
    record Box(double x, double y, double z) implements Shape {}

    record Sphere(double radius) implements Shape {}

    record Cylinder(double radius, double length) implements Shape {}
  }

  /** URDF joint kinds the project knows. */
  public enum JointKind {
    REVOLUTE,
    FIXED
  }

  /**
   * A joint. Limits are 0 for fixed joints.
   *
   * @param axis unit vector (x, y, z) in the joint frame
   * @param dampingNmsRad passive viscous damping, N·m·s/rad
   * @param frictionNm passive Coulomb friction, N·m
   */
  public record Joint(
      String name,
      JointKind kind,
      String parent,
      String child,
      Pose origin,
      List<Double> axis,
      double lowerRad,
      double upperRad,
      double effortLimitNm,
      double velocityLimitRadS,
      double dampingNmsRad,
      double frictionNm) {
    public Joint {
      axis = List.copyOf(axis);
    }
  }
}
