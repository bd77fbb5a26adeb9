package io.mbmpo.launch.doctor;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How the robot was lying, hanging or standing in the last second of listening: means over it. */
final class Posture {
  private static final double WHILE_S = 1;

  /** Joints that stay within this do not move, rad. */
  private static final double STILL_RAD = 0.03;

  /** In the config's order, rad; NaN where a joint was not heard. */
  final double[] position;

  /** In the config's order, N·m; NaN where none was told. */
  final double[] effort;

  /** No joint moved. */
  final boolean still;

  /** Up by the IMU's orientation, in its frame; null when there is none. */
  final double[] imuUp;

  /** The accelerometer, m/s²; null when there is none. */
  final double[] force;

  /** The gyroscope, rad/s; null when there is none. */
  final double[] turn;

  /** Up by odometry's orientation; null when there is none. */
  final double[] odometryUp;

  /** By odometry, m; NaN when there is none. */
  final double heightM;

  private Posture(
      double[] position,
      double[] effort,
      boolean still,
      double[] imuUp,
      double[] force,
      double[] turn,
      double[] odometryUp,
      double heightM) {
    this.position = position;
    this.effort = effort;
    this.still = still;
    this.imuUp = imuUp;
    this.force = force;
    this.turn = turn;
    this.odometryUp = odometryUp;
    this.heightM = heightM;
  }

  static Posture of(RobotConfig config, Evidence heard) {
    List<String> order = config.joints().stream().map(JointConfig::name).toList();
    List<JointSample> joints = heard.joints().newest(WHILE_S, s -> s.sample);
    List<ImuSample> imu = heard.imu().newest(WHILE_S, s -> s.sample);
    List<OdometrySample> odometry = heard.odometry().newest(WHILE_S, s -> s.sample);
    int n = order.size();
    double[] unknown = new double[n];
    Arrays.fill(unknown, Double.NaN);
    List<double[]> positions = joints.stream().map(s -> s.ordered(order, s.position)).toList();
    return new Posture(
        positions.isEmpty() ? unknown : mean(positions, p -> p),
        joints.isEmpty() ? unknown : mean(joints, s -> s.ordered(order, s.effort)),
        still(positions),
        mean(imu, s -> Up.of(s.orientation)),
        mean(imu, s -> s.linearAcceleration),
        mean(imu, s -> s.angularVelocity),
        mean(odometry, s -> Up.of(s.orientation)),
        odometry.stream().mapToDouble(s -> s.heightM).average().orElse(Double.NaN));
  }

  /** All joints are known. */
  boolean complete() {
    return Arrays.stream(position).allMatch(Double::isFinite);
  }

  private static boolean still(List<double[]> positions) {
    return !positions.isEmpty()
        && IntStream.range(0, positions.get(0).length)
            .mapToObj(i -> positions.stream().mapToDouble(p -> p[i]).summaryStatistics())
            .allMatch(one -> !(one.getMax() - one.getMin() > STILL_RAD));
  }

  private static <S> double[] mean(List<S> samples, Function<S, double[]> value) {
    if (samples.isEmpty()) {
      return null;
    }
    double[] sum = value.apply(samples.get(0)).clone();
    for (S sample : samples.subList(1, samples.size())) {
      double[] v = value.apply(sample);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += v[i];
      }
    }
    return Arrays.stream(sum).map(s -> s / samples.size()).toArray();
  }
}
