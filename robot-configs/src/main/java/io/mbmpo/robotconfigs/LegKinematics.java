package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Pose;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the feet are and how the joints move them, for the control thread: {@link #update} and what
 * reads its result allocate nothing. Everything is in the trunk frame; feet are those of {@link
 * Kinematics}, joints in the config's order. One thread at a time.
 */
public final class LegKinematics {
  /** The chain of joints from the trunk to one foot. */
  private static final class Leg {
    /** Joint's place in the config's order, from the trunk on. */
    int[] joint;

    /** Joint frame in the frame of the joint before, row-major rotation and translation. */
    double[][] fixedRotation;

    double[][] fixedTranslation;

    /** Axis in the joint frame. */
    double[][] localAxis;

    /** Foot's centre in the frame of the last joint. */
    double[] foot;

    /** As of the last update, in the trunk frame. */
    double[][] origin;

    double[][] axis;
    final double[] centre = new double[3];
  }

  private final Leg[] legs;
  private final double[] radius;
  private final double[] rotation = new double[9];
  private final double[] product = new double[9];
  private final double[] turn = new double[9];
  private final double[] translation = new double[3];

  public LegKinematics(RobotConfig config) {
    this(config.model(), config.joints().stream().map(JointConfig::name).toList());
  }

  /**
   * @param jointOrder names of the actuated joints in the order of the positions
   */
  LegKinematics(KinematicTree model, List<String> jointOrder) {
    Kinematics kinematics = new Kinematics(model, jointOrder);
    Map<String, Integer> index = new HashMap<>();
    jointOrder.forEach(joint -> index.put(joint, index.size()));
    legs = new Leg[kinematics.footCount()];
    radius = new double[legs.length];
    for (int i = 0; i < legs.length; i++) {
      radius[i] = kinematics.footRadiusM(i);
      legs[i] = leg(model, index, kinematics.footName(i), kinematics.footCentre(i));
    }
    update(new double[jointOrder.size()]);
  }

  private static Leg leg(
      KinematicTree model, Map<String, Integer> index, String link, Pose centre) {
    Deque<Joint> chain = new ArrayDeque<>();
    String at = link;
    while (!at.equals(model.root())) {
      String child = at;
      Joint joint =
          model.joints().stream().filter(j -> j.child().equals(child)).findAny().orElseThrow();
      chain.addFirst(joint);
      at = joint.parent();
    }
    List<Frame> fixed = new ArrayList<>();
    List<Joint> moving = new ArrayList<>();
    Frame sofar = Frame.TRUNK;
    for (Joint joint : chain) {
      sofar = sofar.then(Frame.of(joint.origin()));
      if (joint.kind() == JointKind.REVOLUTE) {
        fixed.add(sofar);
        moving.add(joint);
        sofar = Frame.TRUNK;
      }
    }
    int n = moving.size();
    Leg leg = new Leg();
    leg.joint = moving.stream().mapToInt(joint -> index.get(joint.name())).toArray();
    leg.fixedRotation = new double[n][9];
    leg.fixedTranslation = new double[n][];
    leg.localAxis = new double[n][];
    leg.origin = new double[n][3];
    leg.axis = new double[n][3];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < 9; i++) {
        leg.fixedRotation[k][i] = fixed.get(k).rotation(i / 3, i % 3);
      }
      leg.fixedTranslation[k] = fixed.get(k).toTrunk(0, 0, 0);
      leg.localAxis[k] =
          moving.get(k).axis().stream().mapToDouble(component -> component).toArray();
    }
    leg.foot = sofar.toTrunk(centre.x(), centre.y(), centre.z());
    return leg;
  }

  /** Takes new joint positions, rad. */
  public void update(double[] positions) {
    for (Leg leg : legs) {
      identity(rotation);
      translation[0] = 0;
      translation[1] = 0;
      translation[2] = 0;
      for (int k = 0; k < leg.joint.length; k++) {
        add(rotation, leg.fixedTranslation[k], translation);
        multiply(rotation, leg.fixedRotation[k], product);
        System.arraycopy(translation, 0, leg.origin[k], 0, 3);
        rotate(product, leg.localAxis[k], leg.axis[k]);
        turn(leg.localAxis[k], positions[leg.joint[k]], turn);
        multiply(product, turn, rotation);
      }
      System.arraycopy(translation, 0, leg.centre, 0, 3);
      add(rotation, leg.foot, leg.centre);
    }
  }

  /** Number of feet. */
  public int footCount() {
    return legs.length;
  }

  /** Radius of a foot, m. */
  public double footRadiusM(int foot) {
    return radius[foot];
  }

  /** Number of joints between trunk and foot. */
  public int jointCount(int foot) {
    return legs[foot].joint.length;
  }

  /** Place in the config's order of the leg's k-th joint, from the trunk on. */
  public int joint(int foot, int k) {
    return legs[foot].joint[k];
  }

  /** Where the axis of the leg's k-th joint is, m; the live array. */
  double[] jointOriginM(int foot, int k) {
    return legs[foot].origin[k];
  }

  /** Centre of a foot, m; the live array. */
  public double[] footCentreM(int foot) {
    return legs[foot].centre;
  }

  /**
   * Column k of the Jacobian of a point that is fixed to the foot: its velocity in the trunk frame
   * for 1 rad/s of the leg's k-th joint, m.
   *
   * @param point in the trunk frame, m
   */
  public void jacobianColumn(int foot, int k, double[] point, double[] into) {
    double[] a = legs[foot].axis[k];
    double[] o = legs[foot].origin[k];
    double x = point[0] - o[0];
    double y = point[1] - o[1];
    double z = point[2] - o[2];
    into[0] = a[1] * z - a[2] * y;
    into[1] = a[2] * x - a[0] * z;
    into[2] = a[0] * y - a[1] * x;
  }

  private static void identity(double[] r) {
    for (int i = 0; i < 9; i++) {
      r[i] = i % 4 == 0 ? 1 : 0;
    }
  }

  private static void multiply(double[] a, double[] b, double[] into) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        into[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
      }
    }
  }

  private static void rotate(double[] r, double[] v, double[] into) {
    for (int i = 0; i < 3; i++) {
      into[i] = r[3 * i] * v[0] + r[3 * i + 1] * v[1] + r[3 * i + 2] * v[2];
    }
  }

  private static void add(double[] r, double[] v, double[] to) {
    for (int i = 0; i < 3; i++) {
      to[i] += r[3 * i] * v[0] + r[3 * i + 1] * v[1] + r[3 * i + 2] * v[2];
    }
  }

  /** Rotation by an angle (rad) about a unit axis: Rodrigues' formula, as in {@link Frame}. */
  private static void turn(double[] axis, double angle, double[] into) {
    double x = axis[0];
    double y = axis[1];
    double z = axis[2];
    double s = Math.sin(angle);
    double c = Math.cos(angle);
    double v = 1 - c;
    into[0] = c + x * x * v;
    into[1] = x * y * v - z * s;
    into[2] = x * z * v + y * s;
    into[3] = y * x * v + z * s;
    into[4] = c + y * y * v;
    into[5] = y * z * v - x * s;
    into[6] = z * x * v - y * s;
    into[7] = z * y * v + x * s;
    into[8] = c + z * z * v;
  }
}
