package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Joint positions are numbers within the URDF's limits. Where they are not, says what would explain
 * it: degrees, a wrong sign, two joints exchanged.
 */
final class JointRangeCheck implements Check {
  private static final String WHAT = "joint positions";

  /** No joint of a leg turns so far, rad. */
  private static final double WHOLE_TURN = 2 * Math.PI;

  private final RobotConfig config;
  private final Wirings wirings;

  JointRangeCheck(RobotConfig config) {
    this.config = config;
    wirings = new Wirings(config);
  }

  @Override
  public Verdict judge(Evidence heard) {
    double[] q = Posture.of(config, heard).position;
    int[] known = IntStream.range(0, q.length).filter(i -> Double.isFinite(q[i])).toArray();
    for (int i = 0; i < q.length; i++) {
      String name = config.joints().get(i).name();
      if (!Double.isFinite(q[i]) && told(heard, name)) {
        return Verdict.fault(
            WHAT, name + " is at no number", "look for its encoder and its driver's log");
      }
    }
    if (known.length == 0) {
      return Verdict.note(WHAT, "not checked: no positions");
    }
    int[] out = Arrays.stream(known).filter(i -> !wirings.inRange(i, q[i])).toArray();
    if (out.length == 0) {
      return Verdict.ok(WHAT, known.length + " joints within their limits");
    }
    int worst =
        Arrays.stream(out)
            .boxed()
            .max(Comparator.comparingDouble(i -> Math.abs(q[i])))
            .orElseThrow();
    String figure = described(worst, q[worst]) + (out.length > 1 ? ", and others" : "");
    if (Arrays.stream(out).anyMatch(i -> Math.abs(q[i]) > WHOLE_TURN)
        && Arrays.stream(known).allMatch(i -> wirings.inRange(i, Math.toRadians(q[i])))) {
      return Verdict.fault(
          WHAT,
          "they are in degrees: " + figure,
          "let the driver publish rad (REP-103), positions and velocities");
    }
    Optional<String> explanation =
        known.length == q.length ? wirings.explanation(q, any -> true) : Optional.empty();
    return explanation
        .map(
            why ->
                Verdict.fault(
                    WHAT,
                    why + ": " + figure,
                    "correct it in the driver (or the URDF's axis), then look at each joint with"
                        + " --move"))
        .orElseGet(
            () ->
                Verdict.fault(
                    WHAT,
                    figure,
                    "check zero, sign and unit of each joint with --move, and the limits of the"
                        + " URDF"));
  }

  private static boolean told(Evidence heard, String joint) {
    return !heard.joints().samples().isEmpty()
        && heard.joints().last().names.contains(joint)
        && heard.joints().last().position.length == heard.joints().last().names.size();
  }

  private String described(int joint, double position) {
    JointConfig j = config.joints().get(joint);
    return Verdict.text(
        "%s is at %.2f, its limits are %.2f to %.2f rad",
        j.name(), position, j.lowerRad(), j.upperRad());
  }
}
