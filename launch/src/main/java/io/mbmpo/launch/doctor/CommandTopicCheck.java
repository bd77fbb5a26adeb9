package io.mbmpo.launch.doctor;

/** Somebody takes commands. */
final class CommandTopicCheck implements Check {
  private static final String WHAT = "command topic";

  @Override
  public Verdict judge(Evidence heard) {
    Evidence.CommandTopic topic = heard.commands();
    if (topic.takers() > 1) {
      return Verdict.warn(
          WHAT,
          topic.takers() + " subscribers on " + topic.topic(),
          "a recorder or monitor may be one of them; two robots must not share it");
    }
    if (topic.takers() == 1) {
      return Verdict.ok(WHAT, topic.topic() + " is taken");
    }
    if (!topic.misfit().isEmpty()) {
      return Verdict.fault(
          WHAT,
          topic.topic() + ": the robot's QoS does not fit (" + topic.misfit() + ")",
          "set ros2.command_reliability: reliable, which fits all but a latched subscription");
    }
    return Verdict.fault(
        WHAT,
        "nobody takes " + topic.topic() + " as std_msgs/Float64MultiArray",
        "start the robot's command controller, or name its topic (ros2.topics.commands, --remap)");
  }
}
