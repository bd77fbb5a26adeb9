package io.mbmpo.sim;

import io.mbmpo.robotconfigs.ControlConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.KinematicTree;
import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Pose;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.robotconfigs.OnboardConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.robotconfigs.SafetyConfig;
import io.mbmpo.robotconfigs.SimulationConfig;
import io.mbmpo.robotconfigs.StandUpConfig;
import io.mbmpo.robotconfigs.TaskConfig;
import java.util.ArrayList;
import java.util.List;

/** A 12-joint quadruped with round numbers; its feet hang on fixed joints. */
final class TestRobots {
  /** Trunk 6 kg, per leg 0.5 + 0.8 + 0.15 + 0.05 kg. */
  static final double MASS_KG = 12;

  static final double LEG_M = 0.2;
  static final double FOOT_RADIUS_M = 0.02;
  static final double THIGH_RAD = 0.8;
  static final double CALF_RAD = -1.6;

  /** Trunk height on straight-down stance, m. */
  static final double STANCE_M = 2 * LEG_M * Math.cos(THIGH_RAD) + FOOT_RADIUS_M;

  private static final Pose HERE = new Pose(0, 0, 0, 0, 0, 0);

  private TestRobots() {}

  static RobotConfig quadruped() {
    return quadruped(0.2, 0.1);
  }

  /**
   * @param damping passive, N·m·s/rad
   * @param friction passive, N·m
   */
  static RobotConfig quadruped(double damping, double friction) {
    List<Link> links = new ArrayList<>();
    List<Joint> joints = new ArrayList<>();
    List<JointConfig> drives = new ArrayList<>();
    links.add(link("trunk", 6, HERE, 0.02, 0.06, 0.07, HERE, new Shape.Box(0.4, 0.16, 0.1)));
    for (String leg : List.of("FR", "FL", "RR", "RL")) {
      double x = leg.startsWith("F") ? 0.18 : -0.18;
      double y = leg.endsWith("L") ? 1 : -1;
      links.add(link(leg + "_hip", 0.5, HERE, 4e-4, 6e-4, 4e-4, HERE, null));
      Pose half = new Pose(0, 0, -LEG_M / 2, 0, 0, 0);
      links.add(
          link(
              leg + "_thigh", 0.8, half, 4e-3, 4e-3, 5e-4, half, new Shape.Box(0.03, 0.03, LEG_M)));
      links.add(
          link(leg + "_calf", 0.15, half, 1e-3, 1e-3, 3e-5, half, new Shape.Cylinder(0.01, LEG_M)));
      links.add(
          link(leg + "_foot", 0.05, HERE, 1e-5, 1e-5, 1e-5, HERE, new Shape.Sphere(FOOT_RADIUS_M)));
      Pose hipAt = new Pose(x, 0.05 * y, 0, 0, 0, 0);
      Pose thighAt = new Pose(0, 0.08 * y, 0, 0, 0, 0);
      Pose down = new Pose(0, 0, -LEG_M, 0, 0, 0);
      List<Double> roll = List.of(1.0, 0.0, 0.0);
      List<Double> pitch = List.of(0.0, 1.0, 0.0);
      joints.add(hinge(leg, "hip", "trunk", hipAt, roll, -0.9, 0.9, damping, friction));
      joints.add(hinge(leg, "thigh", leg + "_hip", thighAt, pitch, -0.7, 4.5, damping, friction));
      joints.add(hinge(leg, "calf", leg + "_thigh", down, pitch, -2.8, -0.8, damping, friction));
      joints.add(
          new Joint(
              leg + "_foot_fixed",
              JointKind.FIXED,
              leg + "_calf",
              leg + "_foot",
              down,
              roll,
              0,
              0,
              0,
              0,
              0,
              0));
      drives.add(drive(leg + "_hip_joint", -0.9, 0.9, 0, 0, 0.15));
      drives.add(drive(leg + "_thigh_joint", -0.7, 4.5, THIGH_RAD, 1.3, 0.3));
      drives.add(drive(leg + "_calf_joint", -2.8, -0.8, CALF_RAD, -2.6, 0.4));
    }
    return new RobotConfig(
        "fixture",
        "round numbers",
        drives,
        new KinematicTree("trunk", links, joints),
        new ControlConfig(500, 25, 0.5, 20),
        new StandUpConfig(0.5, 1, 0.5, 0.5),
        new SafetyConfig(1.0, 0.12, 0.05, 0.05, 0.05, 0.1, 1.5, 5),
        new TaskConfig(8, 1.2, 2, 0.3, 5, 0.5, 0.5, 0.5, 0.05, 0.5, 0.05, 1.0, 0.12),
        new SimulationConfig(0.8, 0.05, 0.05, 0.01, 0.004, 0.1, 0.03, 0, 0, 0),
        OnboardConfig.DEFAULT,
        Ros2Config.DEFAULT,
        null,
        "fixture");
  }

  private static Link link(
      String name,
      double mass,
      Pose com,
      double ixx,
      double iyy,
      double izz,
      Pose shapeAt,
      Shape shape) {
    List<Collision> shapes = shape == null ? List.of() : List.of(new Collision(shapeAt, shape));
    return new Link(name, mass, com, new Inertia(ixx, 0, 0, iyy, 0, izz), shapes);
  }

  private static Joint hinge(
      String leg,
      String part,
      String parent,
      Pose at,
      List<Double> axis,
      double lower,
      double upper,
      double damping,
      double friction) {
    return new Joint(
        leg + "_" + part + "_joint",
        JointKind.REVOLUTE,
        parent,
        leg + "_" + part,
        at,
        axis,
        lower,
        upper,
        25,
        25,
        damping,
        friction);
  }

  private static JointConfig drive(
      String name, double lower, double upper, double stance, double crouch, double scale) {
    return new JointConfig(name, lower, upper, 25, 25, stance, crouch, scale, 60, 2, 3);
  }
}
