package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Each joint in turn out and back along half cosines, towards the roomier side. A joint is in order
 * if it follows, in the right direction, alone, without undue torque.
 */
final class HangTrial implements Trial {
  /** Between two joints, s. */
  private static final double REST_S = 0.4;

  /** Share of the way that a joint must go, and that no other may. */
  private static final double FOLLOWED = 0.6;

  private static final double STIRRED = 0.35;

  private final JointConfig[] joints;
  private final JointStrain strain;
  private final double wayNanos;
  private final double restNanos;
  private final double[] way;
  private final double[] offsets;
  private final double[] before;

  private final double[] reached;
  private final double[] opposite;
  private final double[] others;
  private final int[] other;
  private volatile int joint;
  private volatile int done;
  private long sinceNanos;

  /**
   * @param robot as the stage has it
   * @param real as it is
   */
  HangTrial(RobotConfig robot, RobotConfig real, StageLimits limits) {
    joints = robot.joints().toArray(new JointConfig[0]);
    strain = new JointStrain(real, limits);
    wayNanos = limits.seconds() * 1e9;
    restNanos = REST_S * 1e9;
    int n = joints.length;
    way = new double[n];
    for (int i = 0; i < n; i++) {
      double up = joints[i].upperRad() - limits.marginRad() - joints[i].stanceRad();
      double down = joints[i].stanceRad() - joints[i].lowerRad() - limits.marginRad();
      double room = Math.min(limits.amplitudeRad(), Math.max(up, down));
      way[i] = up >= down ? room : -room;
    }
    offsets = new double[n];
    before = new double[n];
    reached = new double[n];
    opposite = new double[n];
    others = new double[n];
    other = new int[n];
    Arrays.fill(other, -1);
  }

  @Override
  public void begin(Readings now) {
    joint = 0;
    next(now);
  }

  private void next(Readings now) {
    sinceNanos = now.nowNanos;
    System.arraycopy(now.joints.position, 0, before, 0, before.length);
  }

  @Override
  public boolean tick(Readings now) {
    int i = joint;
    double elapsed = now.nowNanos - sinceNanos;
    double part = Math.min(1, elapsed / wayNanos);
    offsets[i] = way[i] * 0.5 * (1 - Math.cos(2 * Math.PI * part));
    look(i, now);
    if (elapsed >= wayNanos + restNanos) {
      done = i + 1;
      if (i + 1 == joints.length) {
        return true;
      }
      joint = i + 1;
      next(now);
    }
    return false;
  }

  private void look(int i, Readings now) {
    double sign = Math.signum(way[i]);
    for (int k = 0; k < joints.length; k++) {
      double moved = now.joints.position[k] - before[k];
      if (k == i) {
        reached[i] = Math.max(reached[i], sign * moved);
        opposite[i] = Math.max(opposite[i], -sign * moved);
        strain.noteError(i, now);
      } else if (Math.abs(moved) > others[i]) {
        others[i] = Math.abs(moved);
        other[i] = k;
      }
      strain.noteEffort(k, now);
    }
  }

  @Override
  public double[] offsets() {
    return offsets;
  }

  @Override
  public String doing() {
    int i = joint;
    return String.format("moving %s (%d of %d)", joints[i].name(), i + 1, joints.length);
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < done; i++) {
      checks.add(check(i));
    }
    return checks;
  }

  private Check check(int i) {
    double wanted = Math.abs(way[i]);
    String found =
        String.format(
            Locale.ROOT,
            "wanted %+.3f rad, went %+.3f; others at most %.3f; error %.3f rad; %.1f N·m (%.0f %%)",
            way[i],
            Math.signum(way[i]) * (opposite[i] > reached[i] ? -opposite[i] : reached[i]),
            others[i],
            strain.errorRad(i),
            strain.effortNm(i),
            100 * strain.effortShare(i));
    return new Check(joints[i].name(), remedy(i, wanted).isEmpty(), found, remedy(i, wanted));
  }

  private String remedy(int i, double wanted) {
    boolean stirred = others[i] > STIRRED * wanted;
    if (reached[i] < FOLLOWED * wanted) {
      if (opposite[i] > STIRRED * wanted) {
        return "it goes the wrong way: the sign of its command or its position";
      }
      return stirred
          ? joints[other[i]].name() + " moved instead: swapped joints"
          : "it does not follow: power, brake, drive mode, the command topic, its gains";
    }
    if (stirred) {
      return joints[other[i]].name() + " moved with it: coupling, or something touches the leg";
    }
    return strain.remedy(i);
  }

  @Override
  public void figures(Map<String, Double> into) {
    strain.figures(into);
  }
}
