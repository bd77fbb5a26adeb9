package io.mbmpo.launch.doctor;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Stamps are of this machine's time, where the controller is to believe them. */
final class ClockCheck implements Check {
  private static final String WHAT = "clock";

  /** A stamp further in the future than this cannot be jitter of two synchronized clocks, s. */
  private static final double FUTURE_S = 0.02;

  private final boolean believed;
  private final double timeoutS;

  /**
   * @param believed whether the controller believes stamps
   * @param timeoutS age at which the quickest sensor counts as stale, s
   */
  ClockCheck(boolean believed, double timeoutS) {
    this.believed = believed;
    this.timeoutS = timeoutS;
  }

  @Override
  public Verdict judge(Evidence heard) {
    List<Double> ages =
        Stream.of(
                ages(heard.joints(), s -> s.sample),
                ages(heard.imu(), s -> s.sample),
                ages(heard.odometry(), s -> s.sample))
            .filter(one -> one.length > 0)
            .map(ClockCheck::median)
            .toList();
    if (ages.isEmpty()) {
      return Verdict.note(WHAT, "not checked: nothing heard");
    }
    double age = ages.stream().max((a, b) -> Double.compare(Math.abs(a), Math.abs(b))).get();
    String figure =
        age < 0
            ? Verdict.text("stamps are %.1f ms in the future on arrival", -age * 1e3)
            : Verdict.text("stamps are %.1f ms old on arrival", age * 1e3);
    if (!believed) {
      return Verdict.note(WHAT, figure + ", and not believed (ros2.clock: arrival)");
    }
    if (age > timeoutS || age < -FUTURE_S) {
      return Verdict.fault(
          WHAT,
          figure,
          "synchronize the robot's clock with this machine's (PTP, chrony), or set ros2.clock:"
              + " arrival in robot.yaml");
    }
    if (age > timeoutS / 2) {
      return Verdict.warn(
          WHAT,
          Verdict.text("%s, half of the timeout of %.0f ms", figure, timeoutS * 1e3),
          "synchronize the clocks better, or find where samples wait");
    }
    return Verdict.ok(WHAT, figure);
  }

  private static <S> double[] ages(Heard<S> one, Function<S, Sample> when) {
    return one.samples().stream().mapToDouble(s -> when.apply(s).ageS()).toArray();
  }

  private static double median(double[] values) {
    return DoubleStream.of(values).sorted().skip(values.length / 2).findFirst().getAsDouble();
  }
}
