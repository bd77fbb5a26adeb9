package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The person moves each joint of the limp robot by hand, and the one that was to move must be the
 * one that moved, in the positive direction of the URDF's axis. Finds what a robot at rest does not
 * show: left and right exchanged, signs of joints that are at 0.
 */
public final class HandGuide {
  /** A joint that went so far was moved, rad. */
  private static final double MOVED_RAD = 0.15;

  /** Between two looks a joint at rest goes less, rad. */
  private static final double STILL_RAD = 0.02;

  private static final double LOOK_S = 0.02;
  private static final double MOST_STEP_S = 0.06;
  private static final double REST_S = 0.5;
  private static final int TRIES = 2;

  private final List<String> order;
  private final Feet feet;
  private final Supplier<JointSample> newest;
  private final LongSupplier nanos;
  private final DoubleConsumer pause;
  private final Consumer<String> say;
  private final double patienceS;

  /**
   * Which joint moved, how far, and how far it should have by its velocities as a share of that;
   * NaN if not known.
   */
  private record Move(int joint, double rad, double velocityShare) {}

  /**
   * @param newest newest joint state; null when there is none
   * @param nanos time, ns
   * @param pause waits, s
   * @param say tells the person
   * @param patienceS how long a joint is waited for, s
   */
  HandGuide(
      RobotConfig config,
      Supplier<JointSample> newest,
      LongSupplier nanos,
      DoubleConsumer pause,
      Consumer<String> say,
      double patienceS) {
    this.order = config.joints().stream().map(JointConfig::name).toList();
    this.feet = new Feet(config);
    this.newest = newest;
    this.nanos = nanos;
    this.pause = pause;
    this.say = say;
    this.patienceS = patienceS;
  }

  /** By the clock, on a robot that is listened to. */
  public static HandGuide of(
      RobotConfig config, WireListener wire, Consumer<String> say, double patienceS) {
    return new HandGuide(
        config,
        wire::newestJoints,
        System::nanoTime,
        s -> LockSupport.parkNanos((long) (s * 1e9)),
        say,
        patienceS);
  }

  /**
   * Asks for one joint after the other.
   *
   * @param joints their names, of the configuration
   * @return one verdict a joint
   */
  public List<Verdict> guide(List<String> joints) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String name : joints) {
      int joint = order.indexOf(name);
      Verdict verdict = null;
      for (int left = TRIES; left > 0 && !sound(verdict); left--) {
        verdict = ask(joint);
        if (left > 1 && !sound(verdict)) {
          say.accept("  " + verdict.figure() + "; once more, to be sure");
        }
      }
      say.accept("  " + verdict.figure());
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private static boolean sound(Verdict verdict) {
    return verdict != null && verdict.level() == Verdict.Level.OK;
  }

  private Verdict ask(int joint) {
    String what = "by hand: " + order.get(joint);
    if (!rest()) {
      return Verdict.warn(what, "the joints did not come to rest", "hold the robot still");
    }
    Feet.Motion motion = feet.motion(positions(), joint);
    say.accept(
        Verdict.text(
            "%d of %d  move %s so that %s goes %s (0.2 rad, a hand's breadth), then let go",
            joint + 1, order.size(), order.get(joint), motion.foot, motion.direction()));
    Move move = await();
    if (move == null) {
      return Verdict.warn(
          what,
          Verdict.text("nothing moved by %.2f rad in %.0f s", MOVED_RAD, patienceS),
          "let the drives go limp, then do it again");
    }
    if (move.joint() != joint) {
      return Verdict.fault(
          what,
          order.get(move.joint()) + " moved instead",
          "exchange the two in the driver's names, or in the wiring");
    }
    if (move.rad() < 0) {
      return Verdict.fault(
          what,
          Verdict.text("it went by %.2f rad: wrong sign", move.rad()),
          "turn its sign in the driver (position, velocity and effort, and that of commands)");
    }
    Verdict velocity =
        Double.isNaN(move.velocityShare())
            ? null
            : VelocityCheck.wrong(order.get(joint), move.velocityShare());
    return velocity != null
        ? new Verdict(velocity.level(), what, velocity.figure(), velocity.remedy())
        : Verdict.ok(what, Verdict.text("it moved, by %+.2f rad", move.rad()));
  }

  private double[] positions() {
    JointSample sample = newest.get();
    return sample == null ? new double[order.size()] : sample.ordered(order, sample.position);
  }

  /** Waits until no joint moves; false when one does all the time. */
  private boolean rest() {
    long end = nanos.getAsLong() + (long) (patienceS * 1e9);
    double[] before = positions();
    double still = 0;
    while (still < REST_S) {
      if (nanos.getAsLong() > end) {
        return false;
      }
      pause.accept(LOOK_S);
      double[] now = positions();
      still = farthest(before, now).rad() > STILL_RAD ? 0 : still + LOOK_S;
      before = still == 0 ? now : before;
    }
    return true;
  }

  /** Waits for a joint to move; null when none does. */
  private Move await() {
    long end = nanos.getAsLong() + (long) (patienceS * 1e9);
    double[] before = positions();
    double[] setOff = before.clone();
    double[] travelled = new double[before.length];
    JointSample last = newest.get();
    while (nanos.getAsLong() < end) {
      pause.accept(LOOK_S);
      JointSample now = newest.get();
      if (last != null && now != null) {
        travel(last, now, travelled);
      }
      last = now;
      double[] position = positions();
      Move farthest = farthest(before, position);
      int i = farthest.joint();
      if (farthest.rad() > MOVED_RAD) {
        return new Move(i, position[i] - before[i], travelled[i] / (position[i] - setOff[i]));
      }
      waitForThoseAtRest(before, position, setOff, travelled);
    }
    return null;
  }

  /** A small velocity told of a joint at rest would grow to any way while the person takes time. */
  private static void waitForThoseAtRest(
      double[] before, double[] position, double[] setOff, double[] travelled) {
    for (int i = 0; i < before.length; i++) {
      if (Math.abs(position[i] - before[i]) <= STILL_RAD) {
        setOff[i] = position[i];
        travelled[i] = 0;
      }
    }
  }

  /** Adds what the velocities say, rad; NaN when the samples lie too far apart to say. */
  private void travel(JointSample from, JointSample to, double[] travelled) {
    double step = (to.sample.stampNanos - from.sample.stampNanos) * 1e-9;
    double[] first = from.ordered(order, from.velocity);
    double[] second = to.ordered(order, to.velocity);
    for (int i = 0; i < travelled.length; i++) {
      travelled[i] += step > MOST_STEP_S ? Double.NaN : step * (first[i] + second[i]) / 2;
    }
  }

  private static Move farthest(double[] before, double[] now) {
    Move farthest = new Move(0, 0, 0);
    for (int i = 0; i < now.length; i++) {
      double away = Math.abs(now[i] - before[i]);
      farthest = away > farthest.rad() ? new Move(i, away, 0) : farthest;
    }
    return farthest;
  }
}
