package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A first {@code robot.yaml} for a robot of which only the URDF is known. Gains and times are those
 * of the repository's robots, scaled by weight and length of leg; the text marks them as guesses.
 */
final class RobotDraft {
  private static final String TEMPLATE = "robot.draft.yaml";
  private static final double GRAVITY_M_S2 = 9.81;

  /** Position gain over (weight × length of leg), 1/rad. */
  private static final double STIFFNESS = 1.5;

  /** Velocity gain over position gain, s. */
  private static final double KD_OVER_KP_S = 0.025;

  /** Square root of the Froude number of a quick walk. */
  private static final double SPEED = 0.6;

  private static final double MAX_TARGET_RATE_RAD_S = 15;

  /** Leg for which the times of standing up are meant, m. */
  private static final double LEG_M = 0.43;

  private final List<Joint> joints;
  private final DraftPoses poses;
  private final double massKg;
  private final LegKinematics legs;

  private RobotDraft(KinematicTree model, List<Joint> joints, DraftPoses poses) {
    this.joints = joints;
    this.poses = poses;
    List<String> order = joints.stream().map(Joint::name).toList();
    massKg = new Kinematics(model, order).massKg();
    legs = new LegKinematics(model, order);
  }

  /**
   * The text, or null when {@code problems} got what stands in the way of one.
   *
   * @param urdf that has passed {@link ModelChecks}
   * @param urdfFile name of the URDF in the robot's folder
   */
  static String of(String name, Urdf urdf, String urdfFile, Problems problems) {
    KinematicTree model = urdf.tree();
    List<Joint> joints = // in the order of the file
        urdf.joints().keySet().stream()
            .flatMap(wanted -> model.joints().stream().filter(j -> j.name().equals(wanted)))
            .filter(j -> j.kind() == JointKind.REVOLUTE)
            .toList();
    DraftPoses poses = DraftPoses.of(model, joints).orElse(null);
    if (poses == null) {
      problems.add(
          urdf.links().get(model.root()),
          "robot: pose",
          "no stance and crouch found with all feet level under the hips, within the joint limits",
          "legs that can do that; look at axes, origins and limits of the joints");
      return null;
    }
    return new RobotDraft(model, joints, poses).text(name, urdfFile);
  }

  private String text(String name, String urdfFile) {
    double slowest = joints.stream().mapToDouble(Joint::velocityLimitRadS).min().orElseThrow();
    double longer = Math.max(1, poses.legM() / LEG_M);
    DraftJoints settings = new DraftJoints(joints, legs, poses, kp(), kp() * KD_OVER_KP_S);
    Map<String, String> values =
        Map.ofEntries(
            Map.entry(
                "description",
                String.format(Locale.ROOT, "%s, %d joints, %.1f kg", name, joints.size(), massKg)),
            Map.entry("urdf", urdfFile),
            Map.entry("order", settings.order()),
            Map.entry("joints", settings.text()),
            Map.entry("target_rate", round(Math.min(MAX_TARGET_RATE_RAD_S, 0.75 * slowest))),
            Map.entry("crouch_s", round(0.6 * longer)),
            Map.entry("rise_s", round(1.0 * longer)),
            Map.entry("damping_s", round(0.5 * longer)),
            Map.entry("stance_height", round(poses.stanceM())),
            Map.entry("min_height", round(0.46 * poses.stanceM())),
            Map.entry("termination_height", round(0.53 * poses.stanceM())),
            Map.entry("leg", round(poses.legM())),
            Map.entry("speed_cap", round(SPEED * Math.sqrt(GRAVITY_M_S2 * poses.legM()))));
    String text = template();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  private double kp() {
    return STIFFNESS * massKg * GRAVITY_M_S2 * poses.legM();
  }

  /** Two digits: more would pretend to be known. */
  static String round(double value) {
    return new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  private static String template() {
    try (InputStream in = RobotDraft.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + TEMPLATE, e);
    }
  }
}
