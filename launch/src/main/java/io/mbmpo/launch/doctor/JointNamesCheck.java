package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;

/** The names on {@code /joint_states} are those of the configuration, with a value for each. */
final class JointNamesCheck implements Check {
  private static final String WHAT = "joint names";
  private static final int MOST_TOLD = 4;

  private final List<String> wanted;

  JointNamesCheck(RobotConfig config) {
    wanted = config.joints().stream().map(JointConfig::name).toList();
  }

  @Override
  public Verdict judge(Evidence heard) {
    if (heard.joints().samples().isEmpty()) {
      return Verdict.note(WHAT, "not checked: no joint states");
    }
    JointSample last = heard.joints().last();
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(last.names);
    List<String> foreign = new ArrayList<>(last.names);
    foreign.removeAll(wanted);
    if (!missing.isEmpty()) {
      return Verdict.fault(
          WHAT,
          some(missing)
              + " missing on "
              + heard.joints().topic()
              + (foreign.isEmpty() ? "" : ", which has " + some(foreign)),
          "give joints.order and the URDF the names that the robot publishes, or rename them in its"
              + " driver");
    }
    if (last.names.size() != last.names.stream().distinct().count()) {
      return Verdict.fault(
          WHAT,
          "a name comes twice in " + some(last.names),
          "let the driver publish each joint once");
    }
    int n = last.names.size();
    if (last.position.length != n || last.velocity.length != n || badEffort(last, n)) {
      return Verdict.fault(
          WHAT,
          Verdict.text(
              "%d names, %d positions, %d velocities, %d efforts",
              n, last.position.length, last.velocity.length, last.effort.length),
          "let the driver publish a position and a velocity for each joint; effort may be empty");
    }
    return Verdict.ok(
        WHAT, wanted.size() + " of " + wanted.size() + (foreign.isEmpty() ? "" : ", and others"));
  }

  private static boolean badEffort(JointSample sample, int n) {
    return sample.effort.length != 0 && sample.effort.length != n;
  }

  private static String some(List<String> names) {
    List<String> told = names.subList(0, Math.min(MOST_TOLD, names.size()));
    return String.join(", ", told) + (names.size() > MOST_TOLD ? ", …" : "");
  }
}
