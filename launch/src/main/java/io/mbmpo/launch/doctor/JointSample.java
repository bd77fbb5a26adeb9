package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.JointStateMessage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One {@code sensor_msgs/JointState}, as it was published. */
final class JointSample {
  final Sample sample;
  final List<String> names;

  /** rad; of any length. */
  final double[] position;

  /** rad/s; of any length. */
  final double[] velocity;

  /** N·m; of any length. */
  final double[] effort;

  JointSample(
      Sample sample, List<String> names, double[] position, double[] velocity, double[] effort) {
    this.sample = sample;
    this.names = names;
    this.position = position;
    this.velocity = velocity;
    this.effort = effort;
  }

  /**
   * @param before the sample before, whose names are kept if they are the same; may be null
   */
  static JointSample of(JointStateMessage message, Sample sample, JointSample before) {
    List<String> names =
        IntStream.range(0, message.name.length)
            .mapToObj(i -> message.name.values[i].toString())
            .toList();
    return new JointSample(
        sample,
        before != null && before.names.equals(names) ? before.names : names,
        copy(message.position),
        copy(message.velocity),
        copy(message.effort));
  }

  private static double[] copy(Doubles values) {
    return Arrays.copyOf(values.values, values.length);
  }

  /** Of these values, those of the joints in this order; NaN where there is none. */
  double[] ordered(List<String> order, double[] values) {
    return order.stream()
        .mapToInt(names::indexOf)
        .mapToDouble(place -> place < 0 || place >= values.length ? Double.NaN : values[place])
        .toArray();
  }
}
