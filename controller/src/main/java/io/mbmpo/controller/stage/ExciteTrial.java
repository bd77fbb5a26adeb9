package io.mbmpo.controller.stage;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.LegKinematics;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Motion to identify a hanging robot by. All joints go to where they have room to both sides; then
 * each leg in turn is moved to and fro by {@link Excitation}s while the others are held, so that no
 * two legs meet; then back to where they hung. A joint is in order if it moved as fast as it
 * should, stayed near its target, and took no undue torque: then the recording is worth identifying
 * by.
 */
final class ExciteTrial implements Trial {
  /** Share of the stage's rate of targets that the motion uses: never is a target held back. */
  private static final double RATE_SHARE = 0.95;

  /** Share of the wanted speed that a joint must reach, root mean square. */
  private static final double LIVELY = 0.5;

  private final JointConfig[] joints;
  private final JointStrain strain;
  private final StageLimits limits;
  private final int[][] legs;
  private final Excitation[] excitations;
  private final double[] middle;
  private final double toMiddleS;
  private final double[] offsets;

  private final double[] square;
  private final long[] samples;
  private long startNanos;
  private volatile int leg = -1;
  private volatile int done;

  /**
   * @param robot as the stage has it
   * @param real as it is
   */
  ExciteTrial(RobotConfig robot, RobotConfig real, StageLimits limits) {
    this.limits = limits;
    joints = robot.joints().toArray(new JointConfig[0]);
    strain = new JointStrain(real, limits);
    legs = legs(real);
    int n = joints.length;
    excitations = new Excitation[n];
    middle = new double[n];
    offsets = new double[n];
    square = new double[n];
    samples = new long[n];
    double speed = RATE_SHARE * robot.control().targetRateRadS();
    double farthest = 0;
    for (int[] each : legs) {
      for (int place = 0; place < each.length; place++) {
        int i = each[place];
        double lower = joints[i].lowerRad() + limits.marginRad();
        double upper = joints[i].upperRad() - limits.marginRad();
        double room = Math.max(0, Math.min(limits.amplitudeRad(), 0.5 * (upper - lower)));
        double hangs = joints[i].stanceRad();
        middle[i] = Math.max(lower + room, Math.min(upper - room, hangs)) - hangs;
        farthest = Math.max(farthest, Math.abs(middle[i]));
        excitations[i] = new Excitation(place, room, speed);
      }
    }
    toMiddleS = Excitation.FADE_S + farthest * Math.PI / speed; // half as fast as is allowed
  }

  /** The joints of each leg, from the trunk on; those of none together. */
  private static int[][] legs(RobotConfig robot) {
    LegKinematics kinematics = new LegKinematics(robot);
    List<int[]> legs = new ArrayList<>();
    boolean[] taken = new boolean[robot.jointCount()];
    for (int f = 0; f < kinematics.footCount(); f++) {
      List<Integer> leg = new ArrayList<>();
      for (int k = 0; k < kinematics.jointCount(f); k++) {
        int joint = kinematics.joint(f, k);
        if (!taken[joint]) {
          taken[joint] = true;
          leg.add(joint);
        }
      }
      legs.add(leg.stream().mapToInt(i -> i).toArray());
    }
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        rest.add(i);
      }
    }
    legs.add(rest.stream().mapToInt(i -> i).toArray());
    return legs.stream().filter(leg -> leg.length > 0).toArray(int[][]::new);
  }

  @Override
  public void begin(Readings now) {
    startNanos = now.nowNanos;
  }

  @Override
  public boolean tick(Readings now) {
    double t = (now.nowNanos - startNanos) * 1e-9 - toMiddleS;
    double each = limits.seconds();
    double all = legs.length * each;
    double in = Math.max(0, Math.min(1, Math.min(t + toMiddleS, all + toMiddleS - t) / toMiddleS));
    double part = 0.5 * (1 - Math.cos(Math.PI * in));
    int moving = t < 0 || t >= all ? -1 : (int) (t / each);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = part * middle[i];
    }
    if (moving >= 0) {
      for (int i : legs[moving]) {
        offsets[i] += excitations[i].at(t - moving * each, each);
      }
    }
    look(now, moving);
    leg = moving;
    done = t >= all ? legs.length : Math.max(0, moving);
    return t >= all + toMiddleS;
  }

  private void look(Readings now, int moving) {
    for (int i = 0; i < offsets.length; i++) {
      strain.noteError(i, now);
      strain.noteEffort(i, now);
    }
    for (int i = 0; moving >= 0 && i < legs[moving].length; i++) {
      int joint = legs[moving][i];
      double v = now.joints.velocity[joint];
      square[joint] += v * v;
      samples[joint]++;
    }
  }

  @Override
  public double[] offsets() {
    return offsets;
  }

  @Override
  public String doing() {
    int at = leg;
    if (at < 0) {
      return done == 0 ? "going to the middle" : "going back";
    }
    return String.format(
        Locale.ROOT,
        "exciting leg %d of %d, %s and on",
        at + 1,
        legs.length,
        joints[legs[at][0]].name());
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (int k = 0; k < done; k++) {
      for (int i : legs[k]) {
        checks.add(check(i));
      }
    }
    return checks;
  }

  private double speedRadS(int i) {
    return samples[i] == 0 ? 0 : Math.sqrt(square[i] / samples[i]);
  }

  private Check check(int i) {
    double wanted = excitations[i].speedRadS();
    String found =
        String.format(
            Locale.ROOT,
            "%.2f rad/s of %.2f (root mean square); error %.3f rad; %.1f N·m (%.0f %%)",
            speedRadS(i),
            wanted,
            strain.errorRad(i),
            strain.effortNm(i),
            100 * strain.effortShare(i));
    return new Check(joints[i].name(), remedy(i, wanted).isEmpty(), found, remedy(i, wanted));
  }

  private String remedy(int i, double wanted) {
    if (speedRadS(i) < LIVELY * wanted) {
      return "it hardly moves: friction, a brake, gains; its friction cannot be identified like"
          + " this";
    }
    return strain.remedy(i);
  }

  @Override
  public void figures(Map<String, Double> into) {
    strain.figures(into);
    double slowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < offsets.length; i++) {
      slowest = Math.min(slowest, speedRadS(i));
    }
    into.put("slowest_joint_rad_s", slowest);
  }
}
