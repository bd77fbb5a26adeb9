package io.mbmpo.controller.wire;

import io.mbmpo.controller.ros.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known about the wire at one moment.
 *
 * @param peers participants that were discovered
 * @param topics subscriptions and publications, in that order
 * @param incompatible by topic on the wire: why a peer's endpoint does not fit ours
 * @param oversize payloads that DDS dropped because they were larger than their type
 * @param stampAgeS how old the newest sensor sample was on arrival by its stamp, s; NaN if none
 * @param figures further figures of this wire, by name
 * @param alarms further troubles of this wire, a sentence each
 */
public record WireStatus(
    List<Peer> peers,
    List<Topic> topics,
    Map<String, String> incompatible,
    long oversize,
    double stampAgeS,
    Map<String, String> figures,
    List<String> alarms) {
  /** Figure: whether the other end is taken for a robot or a simulator. */
  public static final String TAKEN_FOR = "taken_for";

  /** Beyond this, clocks differ rather than samples are late. */
  private static final double CLOCKS_DIFFER_S = 1;

  /**
   * One of our endpoints.
   *
   * @param name name on the wire
   * @param subscribed rather than published
   * @param sole a second peer on it would be a second robot
   * @param matched endpoints of peers that it is joined with
   * @param messages received and decoded, or sent
   * @param refused messages that could not be used, by reason
   */
  public record Topic(
      String name,
      boolean subscribed,
      boolean sole,
      int matched,
      long messages,
      Map<Refusal, Long> refused) {}

  /** What a person should look at, a sentence each; empty when all is well. */
  public List<String> troubles() {
    List<String> troubles = new ArrayList<>(alarms);
    incompatible.forEach(
        (topic, why) -> troubles.add("QoS on " + topic + " does not fit a peer's: " + why));
    for (Topic topic : topics) {
      if (topic.sole() && topic.matched() > 1) {
        troubles.add(
            topic.name() + " has " + topic.matched() + " publishers: two robots in one domain?");
      }
      topic
          .refused()
          .forEach(
              (why, count) ->
                  troubles.add(topic.name() + ": " + count + " refused, " + why.sentence()));
    }
    if (oversize > 0) {
      troubles.add(oversize + " payloads dropped, larger than their type");
    }
    if (Math.abs(stampAgeS) > CLOCKS_DIFFER_S) {
      troubles.add(
          String.format(
              Locale.ROOT,
              "stamps are %.1f s old on arrival: synchronize the clocks, or set ros2.clock: arrival",
              stampAgeS));
    }
    return troubles;
  }
}
