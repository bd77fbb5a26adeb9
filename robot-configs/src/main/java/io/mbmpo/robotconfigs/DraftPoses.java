package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A first stance and a first crouch: feet level and under the hips, the centre of mass above their
 * middle.
 *
 * @param stance joint angles in the order asked for, rad
 * @param crouch joint angles, rad
 * @param legM length of a stretched leg from hip to foot, the mean of all legs, m
 * @param stanceM height of the trunk's frame over the ground in stance, m
 */
record DraftPoses(double[] stance, double[] crouch, double legM, double stanceM) {
  /** How far below its hip a foot stands, as a share of the stretched leg. */
  private static final double STANCE_SHARE = 0.68;

  /** A leg that is folded more has no lever to rise with. */
  private static final double CROUCH_SHARE = 0.25;

  /** How much a crouch has to be below the stance, as a share of the stretched leg. */
  private static final double LEAST_RISE_SHARE = 0.1;

  /** Room under the trunk in the crouch, m. */
  private static final double BELLY_M = 0.04;

  private static final int BALANCINGS = 4;

  /**
   * Finds them.
   *
   * @param joints actuated joints in the order of the angles
   * @return empty when no such poses are found within the joint limits
   */
  static Optional<DraftPoses> of(KinematicTree model, List<Joint> joints) {
    return new Search(model, joints).poses();
  }

  /** One robot's. */
  private static final class Search {
    private final KinematicTree model;
    private final Kinematics kinematics;
    private final FootPlacement placement;
    private final LegKinematics legs;
    private final double[][] hip;
    private final double[] sideways;
    private final double legM;

    Search(KinematicTree model, List<Joint> joints) {
      this.model = model;
      kinematics = new Kinematics(model, joints.stream().map(Joint::name).toList());
      placement = new FootPlacement(model, joints);
      legs = placement.legs();
      legs.update(placement.nearZero());
      int feet = legs.footCount();
      hip = new double[feet][];
      sideways = new double[feet];
      double sum = 0;
      for (int foot = 0; foot < feet; foot++) {
        int last = legs.jointCount(foot) - 1;
        double[] knee = legs.jointOriginM(foot, last);
        hip[foot] = legs.jointOriginM(foot, Math.max(0, last - 1)).clone();
        double[] centre = legs.footCentreM(foot);
        sideways[foot] = centre[1];
        sum += distance(hip[foot], knee) + distance(knee, centre);
      }
      legM = sum / feet;
    }

    Optional<DraftPoses> poses() {
      double hips = Arrays.stream(hip).mapToDouble(h -> h[2]).average().orElseThrow();
      double stanceZ = hips - STANCE_SHARE * legM;
      double[] ahead = {0};
      double[] stance = balanced(stanceZ, ahead);
      if (stance == null) {
        return Optional.empty();
      }
      double highest = Math.min(lowestOfTrunk() - BELLY_M, hips - CROUCH_SHARE * legM);
      double step = LEAST_RISE_SHARE / 2 * legM;
      for (double z = highest; z > stanceZ + LEAST_RISE_SHARE * legM; z -= step) {
        double[] crouch = pose(z, ahead[0]);
        if (crouch != null) {
          return Optional.of(new DraftPoses(stance, crouch, legM, kinematics.trunkHeightM(stance)));
        }
      }
      return Optional.empty();
    }

    /** Puts the feet so that the centre of mass is above their middle; {@code ahead} gets how. */
    private double[] balanced(double groundZ, double[] ahead) {
      double[] found = pose(groundZ, 0);
      double[] next = found;
      for (int i = 0; i < BALANCINGS && next != null; i++) {
        found = next;
        double middle =
            Arrays.stream(kinematics.footPositionsM(found))
                .mapToDouble(foot -> foot[0])
                .average()
                .orElseThrow();
        double better = ahead[0] + kinematics.centreOfMassM(found)[0] - middle;
        next = pose(groundZ, better);
        ahead[0] = next == null ? ahead[0] : better;
      }
      return next == null ? found : next;
    }

    /**
     * All feet on level ground.
     *
     * @param groundZ of the ground in the trunk frame, m
     * @param ahead how far before the hips the feet are, m
     */
    private double[] pose(double groundZ, double ahead) {
      double[] angles = placement.nearZero();
      for (int foot = 0; foot < hip.length; foot++) {
        double[] target = {hip[foot][0] + ahead, sideways[foot], groundZ + legs.footRadiusM(foot)};
        Optional<double[]> one = placement.place(foot, target);
        if (one.isEmpty()) {
          return null;
        }
        for (int k = 0; k < legs.jointCount(foot); k++) {
          int joint = legs.joint(foot, k);
          angles[joint] = Math.rint(one.get()[joint] * 100) / 100; // as it is written down
        }
      }
      return angles;
    }

    /** Lowest point of what belongs to the trunk, m. */
    private double lowestOfTrunk() {
      Set<String> trunk = new HashSet<>(Set.of(model.root()));
      for (Joint joint : model.joints()) { // parents come first
        if (joint.kind() == JointKind.FIXED && trunk.contains(joint.parent())) {
          trunk.add(joint.child());
        }
      }
      var frames = kinematics.frames(placement.nearZero());
      double lowest = 0;
      for (Link link : model.links()) {
        for (Collision collision : link.collisions()) {
          if (trunk.contains(link.name())) {
            Frame at = frames.get(link.name()).then(Frame.of(collision.origin()));
            lowest = Math.min(lowest, at.toTrunk(0, 0, 0)[2] - reach(at, collision.shape()));
          }
        }
      }
      return lowest;
    }

    /** How far a shape reaches below its centre, m. */
    private static double reach(Frame at, Shape shape) {
      double x = Math.abs(at.rotation(2, 0));
      double y = Math.abs(at.rotation(2, 1));
      double z = Math.abs(at.rotation(2, 2));
      if (shape instanceof Shape.Box box) {
        return (x * box.x() + y * box.y() + z * box.z()) / 2;
      }
      if (shape instanceof Shape.Cylinder cylinder) {
        return z * cylinder.length() / 2 + Math.sqrt(Math.max(0, 1 - z * z)) * cylinder.radius();
      }
      return ((Shape.Sphere) shape).radius();
    }

    /** Distance in the plane in which the leg swings forward, m. */
    private static double distance(double[] a, double[] b) {
      return Math.hypot(a[0] - b[0], a[2] - b[2]);
    }
  }
}
