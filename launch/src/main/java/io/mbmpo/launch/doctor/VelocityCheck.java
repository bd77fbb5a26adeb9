package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.ArrayList;
import java.util.List;

/** Joint velocities are what the positions show, where a joint moved. */
final class VelocityCheck implements Check {
  static final String WHAT = "joint velocities";

  /** Positions are compared so far apart, s: noise of both counts little. */
  private static final double STEP_S = 0.02;

  private static final double MOST_STEP_S = 0.1;

  /** A joint that went less has not moved, rad. */
  private static final double MOVED_RAD = 0.08;

  /** Slower than this it says nothing, rad/s. */
  private static final double MOVING_RAD_S = 0.15;

  private static final double LEAST = 0.5;
  private static final double MOST = 2;

  private final List<String> order;

  VelocityCheck(RobotConfig config) {
    order = config.joints().stream().map(JointConfig::name).toList();
  }

  @Override
  public Verdict judge(Evidence heard) {
    List<JointSample> samples = heard.joints().samples();
    List<String> moved = new ArrayList<>();
    for (int joint = 0; joint < order.size(); joint++) {
      Slope slope = slope(samples, joint);
      if (slope.known()) {
        moved.add(order.get(joint));
        Verdict wrong = wrong(order.get(joint), slope.value());
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return moved.isEmpty()
        ? Verdict.note(WHAT, "not checked: no joint moved; move some by hand, or use --move")
        : Verdict.ok(WHAT, "as the positions show, of " + moved.size() + " that moved");
  }

  /** Velocity told over velocity shown: the median, which one jump does not move. */
  private static final class Slope {
    private final List<Double> ratios = new ArrayList<>();
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double rangeRad;

    private void position(double q) {
      least = Math.min(least, q);
      most = Math.max(most, q);
      rangeRad = most - least;
    }

    private void compare(double told, double shown) {
      if (Math.abs(shown) > MOVING_RAD_S) {
        ratios.add(told / shown);
      }
    }

    private boolean known() {
      return rangeRad > MOVED_RAD && !ratios.isEmpty();
    }

    private double value() {
      return ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
    }
  }

  private Slope slope(List<JointSample> samples, int joint) {
    Slope slope = new Slope();
    String name = order.get(joint);
    JointSample first = null;
    double sum = 0;
    int count = 0;
    for (JointSample sample : samples) {
      int place = sample.names.indexOf(name);
      if (place < 0 || place >= sample.position.length || place >= sample.velocity.length) {
        continue;
      }
      slope.position(sample.position[place]);
      sum += sample.velocity[place];
      count++;
      double step = first == null ? 0 : (sample.sample.stampNanos - first.sample.stampNanos) * 1e-9;
      if (first == null || step >= STEP_S || step < 0) {
        if (step > 0 && step < MOST_STEP_S) {
          double shown = (sample.position[place] - first.position[place]) / step;
          slope.compare(sum / count, shown);
        }
        first = sample;
        sum = 0;
        count = 0;
      }
    }
    return slope;
  }

  /** Null when it is as it should be. */
  static Verdict wrong(String joint, double ratio) {
    if (ratio > LEAST && ratio < MOST) {
      return null;
    }
    String figure = Verdict.text("%s: told %.2g × what its positions show", joint, ratio);
    if (ratio < -LEAST && ratio > -MOST) {
      return Verdict.fault(
          WHAT, figure + ": wrong sign", "turn the sign of the velocity as that of the position");
    }
    if (Math.abs(Math.toRadians(ratio)) > LEAST && Math.abs(Math.toRadians(ratio)) < MOST) {
      return Verdict.fault(WHAT, figure + ": degrees", "publish rad/s (REP-103)");
    }
    return Verdict.fault(
        WHAT, figure, "publish the joint's velocity in rad/s; behind the gear, not the motor's");
  }
}
