package io.mbmpo.sim.identify;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.FrictionFade;
import io.mbmpo.sim.identify.Identified.JointFriction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Identifies friction, motor strength and delay from legs that move in the air, by least squares on
 * their inverse dynamic model (Khalil and Dombre, Modeling, Identification and Control of Robots,
 * 2002, ch. 12) with the masses of the URDF: model torque = strength · believed torque − friction −
 * rotor. The delay is the one with which that fits best. Confidence by {@link Confidence}. One
 * thread.
 */
public final class Identification {
  /** Windows with that speed that a joint needs. */
  private static final int LEAST_WINDOWS = 40;

  /** Half seconds in which that must have been. */
  private static final int LEAST_BLOCKS = 6;

  private static final double MOST_STRENGTH_ERROR = 0.05;
  private static final double LEAST_STRENGTH = 0.1;
  private static final double MOST_STRENGTH = 2;
  private static final double MOST_DELAY_ERROR_TICKS = 1.5;

  /** When within a tick a drive looks at its joint is not known. */
  private static final double LEAST_DELAY_ERROR_TICKS = 0.5;

  /** Noisy recordings of simulated robots whose strength is known came out wrong by up to 0.021. */
  private static final double LEAST_STRENGTH_ERROR = 0.03;

  /** Uncertainty allowed, as a share of the value, or if that is less, of the joint's torque. */
  private static final double MOST_ERROR = 0.25;

  private static final double MOST_FRICTION_ERROR = 0.005;
  private static final double MOST_DAMPING_ERROR_S = 0.0025;

  private final RobotConfig config;
  private final Windows windows;

  public Identification(RobotConfig config) {
    this.config = config;
    windows = new Windows(config);
  }

  /**
   * Takes a stretch of motion into account: all of it where the robot hung, else those legs whose
   * feet are above the ground by odometry.
   */
  public void add(Motion motion) {
    windows.add(motion);
  }

  /** What all motion so far says. */
  public Identified result() {
    String[] open = new String[config.jointCount()];
    boolean[] used = new boolean[open.length];
    boolean any = false;
    for (int j = 0; j < open.length; j++) {
      open[j] = tooLittle(windows.rows().get(j));
      used[j] = open[j] == null;
      any |= used[j];
    }
    if (!any) {
      return nothing(open);
    }
    Equations equations =
        new Equations(windows.rows(), used, windows.delays(), new FrictionFade(config));
    Confidence confidence =
        new Confidence(equations, windows.blocks(), config.jointCount(), new Random(1));
    return judged(equations, confidence, open);
  }

  private String tooLittle(List<Row> rows) {
    if (rows.isEmpty()) {
      return "its leg was never in the air, or always at a limit";
    }
    List<Row> moving = rows.stream().filter(Row::moves).toList();
    if (moving.isEmpty()) {
      return "it did not move";
    }
    return moving.size() < LEAST_WINDOWS
            || moving.stream().mapToInt(Row::block).distinct().count() < LEAST_BLOCKS
        ? "it hardly moved"
        : null;
  }

  private Identified nothing(String[] open) {
    List<JointFriction> joints = new ArrayList<>();
    for (int j = 0; j < open.length; j++) {
      Estimate unknown = Estimate.unknown(open[j]);
      joints.add(new JointFriction(name(j), unknown, unknown, Double.NaN));
    }
    Estimate unknown = Estimate.unknown("no joint moved enough in the air");
    return new Identified(unknown, unknown, joints);
  }

  private Identified judged(Equations equations, Confidence confidence, String[] open) {
    double tickS = 1e-9 * config.control().tickPeriodNanos();
    Estimate delay =
        confidence
            .estimate(s -> s.delayTicks() * tickS, v -> MOST_DELAY_ERROR_TICKS * tickS, "s")
            .atLeast(LEAST_DELAY_ERROR_TICKS * tickS);
    List<JointFriction> joints = new ArrayList<>();
    for (int i = 0; i < open.length; i++) {
      int j = i;
      if (!equations.used(j)) {
        Estimate unknown = Estimate.unknown(open[j]);
        joints.add(new JointFriction(name(j), unknown, unknown, Double.NaN));
        continue;
      }
      double torque = config.joints().get(j).effortLimitNm();
      joints.add(
          new JointFriction(
              name(j),
              confidence.estimate(
                  s -> s.factor(j, Fit.DRY), v -> wanted(v, MOST_FRICTION_ERROR * torque), "N·m"),
              viscous(
                  confidence.estimate(
                      s -> s.factor(j, Fit.VISCOUS),
                      v -> wanted(v, MOST_DAMPING_ERROR_S * torque),
                      "N·m·s/rad"),
                  MOST_DAMPING_ERROR_S * torque,
                  equations.solution().strength() * windows.stiffestNmRad(j) * delay.uncertainty()),
              equations.solution().factor(j, Fit.ROTOR)));
    }
    return new Identified(
        strength(
            confidence
                .estimate(Solution::strength, v -> MOST_STRENGTH_ERROR, "")
                .atLeast(LEAST_STRENGTH_ERROR)),
        delay(delay, tickS),
        joints);
  }

  private static double wanted(double value, double least) {
    return Math.max(MOST_ERROR * value, least);
  }

  /**
   * An error of time is viscous friction in the eyes of a smoothly moving joint, as much as the
   * stiffness times that time.
   *
   * @param ofDelay what the delay's uncertainty makes of that, N·m·s/rad
   */
  private static Estimate viscous(Estimate e, double least, double ofDelay) {
    Estimate wider = e.wider(ofDelay);
    double most = wanted(e.value(), least);
    return !e.determined() || wider.uncertainty() <= most
        ? wider
        : wider.open(
            "only known to ± "
                + text(wider.uncertainty())
                + " N·m·s/rad, for the delay is not known better (wanted: ± "
                + text(most)
                + "): record with a smaller kp_nm_rad");
  }

  private static Estimate strength(Estimate e) {
    return !e.determined() || (e.value() >= LEAST_STRENGTH && e.value() <= MOST_STRENGTH)
        ? e
        : e.open("it came out as " + text(e.value()) + ": masses or gains are not the robot's");
  }

  private Estimate delay(Estimate e, double tickS) {
    double longest = (windows.delays() - 1) * tickS;
    return !e.determined() || e.high() < longest
        ? e
        : e.open("it is longer than " + text(longest) + " s");
  }

  static String text(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private String name(int joint) {
    JointConfig config = this.config.joints().get(joint);
    return config.name();
  }
}
