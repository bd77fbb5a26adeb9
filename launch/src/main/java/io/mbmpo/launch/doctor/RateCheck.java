package io.mbmpo.launch.doctor;

import java.util.Arrays;
import java.util.function.Function;

/** A sensor's topic comes, from one robot, often enough and without gaps. */
final class RateCheck<S> implements Check {
  /** Two samples must fit into the time after which the sensor counts as stale. */
  private static final double SAMPLES_A_TIMEOUT = 2;

  /** Silent beyond the timeout for more than this share of the time is more than a hiccup. */
  private static final double MOST_IN_GAPS = 0.05;

  /** Silent so often at least: once may have been this machine's own doing. */
  private static final int LEAST_GAPS = 2;

  private static final int LEAST_SAMPLES = 3;

  private final String what;
  private final Function<Evidence, Heard<S>> topic;
  private final Function<S, Sample> when;
  private final double timeoutS;
  private final boolean needed;

  /**
   * @param timeoutS age at which the controller takes the sensor for stale, s
   * @param needed whether the robot cannot do without
   */
  RateCheck(
      String what,
      Function<Evidence, Heard<S>> topic,
      Function<S, Sample> when,
      double timeoutS,
      boolean needed) {
    this.what = what;
    this.topic = topic;
    this.when = when;
    this.timeoutS = timeoutS;
    this.needed = needed;
  }

  @Override
  public Verdict judge(Evidence heard) {
    Heard<S> one = topic.apply(heard);
    if (one.publishers() > 1) {
      return Verdict.fault(
          what,
          one.publishers() + " publishers on " + one.topic(),
          "two robots in one ROS domain? Give each its own --domain or --namespace");
    }
    if (one.samples().size() < LEAST_SAMPLES) {
      return needed
          ? silent(one, heard)
          : Verdict.note(what, "nothing on " + one.topic() + ": estimated instead");
    }
    return rate(one);
  }

  private Verdict silent(Heard<S> one, Evidence heard) {
    String figure = "nothing comes on " + one.topic() + " in " + heard.place();
    if (!one.misfit().isEmpty()) {
      return Verdict.fault(
          what,
          figure + ": its QoS does not fit (" + one.misfit() + ")",
          "set ros2.sensor_reliability: best_effort, which fits all");
    }
    if (!one.refused().isEmpty()) {
      return Verdict.fault(
          what,
          figure
              + " that can be read ("
              + one.refused().keySet().iterator().next().sentence()
              + ")",
          "publish the type that docs/ros2.md names");
    }
    if (one.publishers() > 0) {
      return Verdict.fault(
          what,
          figure + ", though it is advertised",
          "start the sensor, look into its driver's log");
    }
    return Verdict.fault(
        what,
        figure + (heard.peers() == 0 ? ", and nobody else is there" : ""),
        "is the robot on, its domain (--domain), network (--interface) and topic name (--remap) as"
            + " given here? \"ros2 topic list\" shows what it publishes");
  }

  private Verdict rate(Heard<S> one) {
    long[] arrivals = one.arrivals(when).toArray();
    double[] gaps = new double[arrivals.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (arrivals[i + 1] - arrivals[i]) * 1e-9;
    }
    double whole = (arrivals[arrivals.length - 1] - arrivals[0]) * 1e-9;
    double perSecond = gaps.length / whole;
    Arrays.sort(gaps);
    double longest = gaps[gaps.length - 1];
    double[] tooLong = Arrays.stream(gaps).filter(gap -> gap > timeoutS).toArray();
    double inGaps = Arrays.stream(tooLong).sum() / whole;
    String figure = Verdict.text("%.0f Hz, longest gap %.0f ms", perSecond, longest * 1e3);
    if (perSecond * timeoutS < SAMPLES_A_TIMEOUT) {
      return Verdict.fault(
          what,
          Verdict.text("%s; at least %.0f Hz are needed", figure, SAMPLES_A_TIMEOUT / timeoutS),
          Verdict.text(
              "publish faster; the controller takes it for stale after %.0f ms (safety in"
                  + " robot.yaml)",
              timeoutS * 1e3));
    }
    if (inGaps > MOST_IN_GAPS && tooLong.length >= LEAST_GAPS) {
      return Verdict.fault(
          what,
          Verdict.text(
              "%s; silent beyond the timeout for %.0f %% of the time", figure, 100 * inGaps),
          "look for a busy machine or a bad network (a cable instead of radio?)");
    }
    if (longest > timeoutS) {
      return Verdict.warn(
          what,
          Verdict.text("%s, beyond the timeout of %.0f ms", figure, timeoutS * 1e3),
          "the robot would have been stopped then; listen longer with --seconds to see how often");
    }
    return Verdict.ok(what, figure);
  }
}
