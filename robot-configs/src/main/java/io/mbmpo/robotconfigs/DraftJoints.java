package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The joints of a {@link RobotDraft} as YAML. Joints at the same place of their legs with the same
 * pose share their settings: by a common ending where there is one that no other joint has, else by
 * an anchor.
 */
final class DraftJoints {
  /** Action scale of the joints of a leg from the trunk on, rad. */
  private static final double[] SCALE_RAD = {0.15, 0.30, 0.39};

  private static final double LEAST_SCALE_RAD = 0.01;
  private static final int LINE = 100;

  /** What joints have in common that share their settings. */
  private record Kind(int place, double stanceRad, double crouchRad) {}

  private final List<Joint> joints;
  private final double kp;
  private final double kd;
  private final Map<Kind, List<Joint>> kinds = new LinkedHashMap<>();

  /**
   * @param kp position gain, N·m/rad
   * @param kd velocity gain, N·m·s/rad
   */
  DraftJoints(List<Joint> joints, LegKinematics legs, DraftPoses poses, double kp, double kd) {
    this.joints = joints;
    this.kp = kp;
    this.kd = kd;
    int[] place = new int[joints.size()];
    for (int foot = 0; foot < legs.footCount(); foot++) {
      for (int k = 0; k < legs.jointCount(foot); k++) {
        place[legs.joint(foot, k)] = k;
      }
    }
    for (int i = 0; i < place.length; i++) {
      Kind kind = new Kind(place[i], poses.stance()[i] + 0.0, poses.crouch()[i] + 0.0);
      kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(joints.get(i));
    }
  }

  /** Names in the order of the URDF, for a list. */
  String order() {
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (Joint joint : joints) {
      String name = quoted(joint.name());
      if (width > 0) {
        text.append(width + name.length() > LINE ? ",\n          " : ", ");
        width = width + name.length() > LINE ? 0 : width;
      }
      text.append(name);
      width += name.length() + 2;
    }
    return text.toString();
  }

  /** The mapping of {@code by_ending}. */
  String text() {
    StringBuilder text = new StringBuilder();
    int anchor = 0;
    for (Map.Entry<Kind, List<Joint>> entry : kinds.entrySet()) {
      List<Joint> alike = entry.getValue();
      text.append(limits(alike));
      String ending = ending(alike);
      boolean anchored = ending.isEmpty() && alike.size() > 1;
      String name = "same_" + ++anchor;
      text.append(
          String.format(
              "    %s:%s%n",
              quoted(ending.isEmpty() ? alike.get(0).name() : ending),
              anchored ? " &" + name : ""));
      text.append(settings(entry.getKey(), alike));
      for (int i = 1; anchored && i < alike.size(); i++) {
        text.append(String.format("    %s: *%s%n", quoted(alike.get(i).name()), name));
      }
    }
    return text.toString();
  }

  private String settings(Kind kind, List<Joint> alike) {
    double room =
        Math.min(kind.stanceRad() - lower(alike), upper(alike) - kind.stanceRad()) - 0.005;
    double scale = Math.min(SCALE_RAD[Math.min(kind.place(), SCALE_RAD.length - 1)], room);
    return String.format(
        Locale.ROOT,
        """
              stance_rad: %-9s # guess
              crouch_rad: %-9s # guess
              action_scale_rad: %.2f
              kp_nm_rad: %-10s # guess
              kd_nms_rad: %-9s # guess
              damping_nms_rad: %-4s # guess
        """,
        plain(kind.stanceRad()),
        plain(kind.crouchRad()),
        Math.max(LEAST_SCALE_RAD, Math.floor(scale * 100) / 100),
        RobotDraft.round(kp),
        RobotDraft.round(kd),
        RobotDraft.round(kd));
  }

  private static String limits(List<Joint> alike) {
    return String.format(
        Locale.ROOT,
        "    # limits of the URDF: %s … %s rad, %s N·m, %s rad/s%n",
        plain(lower(alike)),
        plain(upper(alike)),
        plain(alike.stream().mapToDouble(Joint::effortLimitNm).min().orElseThrow()),
        plain(alike.stream().mapToDouble(Joint::velocityLimitRadS).min().orElseThrow()));
  }

  private static double lower(List<Joint> alike) {
    return alike.stream().mapToDouble(Joint::lowerRad).max().orElseThrow();
  }

  private static double upper(List<Joint> alike) {
    return alike.stream().mapToDouble(Joint::upperRad).min().orElseThrow();
  }

  /** The longest ending of all these names and of no other joint's; empty when there is none. */
  private String ending(List<Joint> alike) {
    String common = alike.get(0).name();
    for (Joint joint : alike) {
      while (!joint.name().endsWith(common)) {
        common = common.substring(1);
      }
    }
    String ending = common;
    boolean ofOthers =
        joints.stream().anyMatch(j -> !alike.contains(j) && j.name().endsWith(ending));
    return ofOthers ? "" : ending;
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceAll("(\\.\\d+?)0+$", "$1");
  }

  /** As YAML takes it for text, whatever it is. */
  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]{3,}") ? name : "\"" + name + "\"";
  }
}
