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
  /**
   * Where a link is: rotation (row-major 3×3) and translation (m) from its frame to the trunk's.
   */
  public record Frame(double[] rotation, double[] translation) {
    static final Frame TRUNK = new Frame(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);

    /** A point of this frame in the trunk frame, m. */
    public double[] toTrunk(double x, double y, double z) {
      double[] p = new double[3];
      for (int i = 0; i < 3; i++) {
        p[i] =
            rotation[3 * i] * x
                + rotation[3 * i + 1] * y
                + rotation[3 * i + 2] * z
                + translation[i];
      }
      return p;
    }

    Frame then(Frame inner) {
      double[] r = new double[9];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          for (int k = 0; k < 3; k++) {
            r[3 * i + j] += rotation[3 * i + k] * inner.rotation[3 * k + j];
          }
        }
      }
      double[] t = inner.translation;
      return new Frame(r, toTrunk(t[0], t[1], t[2]));
    }
  }

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

  /** Radius of a foot, m. */
  public double footRadiusM(int foot) {
    return feet.get(foot).radius();
  }

  /** Every link's frame at these joint angles, by link name. */
  public Map<String, Frame> frames(double[] anglesRad) {
    Map<String, Frame> frames = new HashMap<>();
    frames.put(model.root(), Frame.TRUNK);
    for (Joint joint : model.joints()) {
      Frame frame = frames.get(joint.parent()).then(frame(joint.origin()));
      if (joint.kind() == JointKind.REVOLUTE) {
        frame = frame.then(rotation(joint.axis(), anglesRad[jointIndex.get(joint.name())]));
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

  /** Fixed-axis roll, pitch, yaw: R = R_z(yaw) R_y(pitch) R_x(roll). */
  static Frame frame(Pose pose) {
    Frame roll = rotation(List.of(1.0, 0.0, 0.0), pose.roll());
    Frame pitch = rotation(List.of(0.0, 1.0, 0.0), pose.pitch());
    Frame yaw = rotation(List.of(0.0, 0.0, 1.0), pose.yaw());
    double[] r = yaw.then(pitch).then(roll).rotation();
    return new Frame(r, new double[] {pose.x(), pose.y(), pose.z()});
  }

  /** Rotation by an angle (rad) about a unit axis: Rodrigues' formula. */
  static Frame rotation(List<Double> axis, double angle) {
    double x = axis.get(0);
    double y = axis.get(1);
    double z = axis.get(2);
    double s = Math.sin(angle);
    double c = Math.cos(angle);
    double v = 1 - c;
    return new Frame(
        new double[] {
          c + x * x * v,
          x * y * v - z * s,
          x * z * v + y * s,
          y * x * v + z * s,
          c + y * y * v,
          y * z * v - x * s,
          z * x * v - y * s,
          z * y * v + x * s,
          c + z * z * v
        },
        new double[3]);
  }
}
