package io.mbmpo.launch.identify;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.identify.Estimate;
import io.mbmpo.sim.identify.Identified;
import io.mbmpo.sim.identify.Identified.JointFriction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What was identified as an overlay on {@code robot.yaml}: what is determined as settings with
 * their 95 % confidence intervals beside them, what is not as comments.
 */
public final class OverlayText {
  private final RobotConfig config;
  private final Identified identified;
  private final Estimate sensorDelayS;

  public OverlayText(RobotConfig config, Identified identified, Estimate sensorDelayS) {
    this.config = config;
    this.identified = identified;
    this.sensorDelayS = sensorDelayS;
  }

  /**
   * The file's text.
   *
   * @param recordings as a person would name them
   * @param revision of this program
   */
  public String write(List<String> recordings, double seconds, Instant now, String revision) {
    StringBuilder text = new StringBuilder();
    text.append("# Identified by ./mbmpo identify, revision ").append(revision);
    text.append(", ").append(now).append("\n# from ");
    text.append(String.format(Locale.ROOT, "%.1f s of", seconds));
    recordings.forEach(name -> text.append("\n#   ").append(name));
    text.append("\n# for configuration ").append(config.hash(), 0, 12);
    text.append(". Behind each value its 95 % confidence interval.\n");
    text.append("robot: ").append(config.name()).append("\nsimulation:\n");
    joints(text, "joint_friction_nm", JointFriction::frictionNm);
    joints(text, "joint_damping_nms_rad", JointFriction::dampingNmsRad);
    line(text, "  motor_strength", identified.motorStrength());
    line(text, "  command_delay_s", identified.commandDelayS());
    line(text, "  sensor_delay_s", sensorDelayS);
    return text.toString();
  }

  private void joints(StringBuilder text, String key, Function<JointFriction, Estimate> parameter) {
    boolean any = identified.joints().stream().anyMatch(j -> parameter.apply(j).determined());
    text.append("  ").append(key).append(any ? ":\n" : ": {}\n");
    for (JointFriction joint : identified.joints()) {
      line(text, "    " + joint.joint(), parameter.apply(joint));
    }
  }

  private static void line(StringBuilder text, String key, Estimate e) {
    if (e.determined()) {
      text.append(
          String.format(
              Locale.ROOT, "%s: %.4f  # %.4f to %.4f%n", key, e.value(), e.low(), e.high()));
    } else {
      String name = key.strip();
      String indent = key.substring(0, key.length() - name.length());
      text.append(indent).append("# ").append(name).append(": not determined, ");
      text.append(e.open()).append('\n');
    }
  }
}
