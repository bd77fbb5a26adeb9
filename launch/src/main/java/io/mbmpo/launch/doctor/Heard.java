package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * What was heard on one topic.
 *
 * @param topic its ROS name
 * @param publishers that were matched
 * @param refused payloads that are no such message, by reason
 * @param misfit why a publisher's QoS does not fit; empty when none was seen
 * @param samples in order
 */
record Heard<S>(
    String topic, int publishers, Map<Refusal, Long> refused, String misfit, List<S> samples) {
  Heard {
    refused = Map.copyOf(refused);
    samples = List.copyOf(samples);
  }

  /** The newest. */
  S last() {
    return samples.get(samples.size() - 1);
  }

  /** Those that came in the last so many seconds. */
  List<S> newest(double seconds, Function<S, Sample> when) {
    if (samples.isEmpty()) {
      return samples;
    }
    long since = when.apply(last()).arrivalNanos - (long) (seconds * 1e9);
    return samples.stream().filter(s -> when.apply(s).arrivalNanos >= since).toList();
  }

  /** Times of arrival, ns. */
  LongStream arrivals(Function<S, Sample> when) {
    return samples.stream().mapToLong(s -> when.apply(s).arrivalNanos);
  }
}
