package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Pose;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Forward kinematics in the trunk frame (the root link's, REP-103). Joint angles come in the order
 * given at construction, rad. Immutable, any thread; allocates, so not for the control thread.
 */
public final class Kinematics {
  /** A foot: a link at the end of a leg, its sphere's centre in the link frame, and radius, m. */
  private record Foot(String link, Pose centre, double radius) {}

  private final KinematicTree model;
  private final Map<String, Integer> jointIndex = new HashMap<>();
  private final List<Foot> feet = new ArrayList<>();

  /**
   * @param model the robot
   * @param jointOrder names of the actuated joints in the order of the angles
   */
  public Kinematics(KinematicTree model, List<String> jointOrder) {
    this.model = model;
    for (int i = 0; i < jointOrder.size(); i++) {
      jointIndex.put(jointOrder.get(i), i);
    }
    Set<String> parents = new HashSet<>();
    model.joints().forEach(j -> parents.add(j.parent()));
    for (Link link : model.links()) {
      for (Collision collision : link.collisions()) {
        if (!parents.contains(link.name()) && collision.shape() instanceof Shape.Sphere sphere) {
          feet.add(new Foot(link.name(), collision.origin(), sphere.radius()));
        }
      }
    }
  }

  /** Kinematics of a robot, angles in its joint order. */
  public static Kinematics of(RobotConfig config) {
    return new Kinematics(config.model(), config.joints().stream().map(JointConfig::name).toList());
  }

  /** Number of feet: spheres of links that carry no other link, in the URDF's order. */
  public int footCount() {
    return feet.size();
  }

  /** Name of a foot's link. */
  public String footName(int foot) {
    return feet.get(foot).link();
  }

  /** Centre of a foot's sphere in its link's frame, m. */
  Pose footCentre(int foot) {
    return feet.get(foot).centre();
  }

  /** Radius of a foot, m. */
  public double footRadiusM(int foot) {
    return feet.get(foot).radius();
  }

  /** Every link's frame at these joint angles, by link name. */
  public Map<String, Frame> frames(double[] anglesRad) {
    Map<String, Frame> frames = new HashMap<>();
    frames.put(model.root(), Frame.TRUNK);
    for (Joint joint : model.joints()) {
      Frame frame = frames.get(joint.parent()).then(Frame.of(joint.origin()));
      if (joint.kind() == JointKind.REVOLUTE) {
        frame = frame.then(Frame.rotation(joint.axis(), anglesRad[jointIndex.get(joint.name())]));
      }
      frames.put(joint.child(), frame);
    }
    return frames;
  }

  /** Centres of the feet in the trunk frame, [foot][x, y, z], m. */
  public double[][] footPositionsM(double[] anglesRad) {
    Map<String, Frame> frames = frames(anglesRad);
    double[][] positions = new double[feet.size()][];
    for (int i = 0; i < positions.length; i++) {
      Pose centre = feet.get(i).centre();
      positions[i] = frames.get(feet.get(i).link()).toTrunk(centre.x(), centre.y(), centre.z());
    }
    return positions;
  }

  /**
   * Height of the trunk frame over flat ground with the trunk level and the lowest foot on it, m.
   */
  public double trunkHeightM(double[] anglesRad) {
    double[][] positions = footPositionsM(anglesRad);
    double height = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < positions.length; i++) {
      height = Math.max(height, footRadiusM(i) - positions[i][2]);
    }
    return height;
  }

  /** Centre of mass of the whole robot in the trunk frame, m. */
  public double[] centreOfMassM(double[] anglesRad) {
    Map<String, Frame> frames = frames(anglesRad);
    double[] sum = new double[3];
    for (Link link : model.links()) {
      Pose com = link.com();
      double[] p = frames.get(link.name()).toTrunk(com.x(), com.y(), com.z());
      for (int i = 0; i < 3; i++) {
        sum[i] += link.massKg() * p[i];
      }
    }
    double mass = massKg();
    return new double[] {sum[0] / mass, sum[1] / mass, sum[2] / mass};
  }

  /** Mass of the whole robot, kg. */
  public double massKg() {
    return model.links().stream().mapToDouble(Link::massKg).sum();
  }
}
