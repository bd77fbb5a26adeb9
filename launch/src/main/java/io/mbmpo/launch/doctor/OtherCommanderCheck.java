package io.mbmpo.launch.doctor;

/** Nobody else commands the robot. */
final class OtherCommanderCheck implements Check {
  private static final String WHAT = "other controllers";

  @Override
  public Verdict judge(Evidence heard) {
    Evidence.CommandTopic topic = heard.commands();
    if (topic.commands() > 0) {
      return Verdict.fault(
          WHAT,
          topic.commands() + " commands came on " + topic.topic() + " from somebody else",
          "stop the other controller; two that command one robot break it");
    }
    return topic.commanders() > 0
        ? Verdict.warn(
            WHAT,
            topic.commanders() + " on " + topic.topic() + ", silent so far",
            "stop it before this one is started")
        : Verdict.ok(WHAT, "none on " + topic.topic());
  }
}
