package io.mbmpo.launch.doctor;

import io.mbmpo.controller.ros.Refusal;
import java.util.Map;

/** The battery, if the robot tells of it. */
public final class BatteryCheck implements Check {
  /** {@code sensor_msgs/BatteryState}, as a person would write the topic. */
  public static final String TOPIC = "battery_state";

  private static final String WHAT = "battery";
  private static final double LOW = 0.25;
  private static final double EMPTY = 0.1;
  private static final int HEALTH_GOOD = 1;
  private static final String CHARGE = "charge it; a robot whose battery gives out falls";

  @Override
  public Verdict judge(Evidence heard) {
    Map<Refusal, Long> refused = heard.battery().refused();
    if (heard.battery().samples().isEmpty()) {
      return refused.isEmpty()
          ? Verdict.note(WHAT, "not published on " + heard.battery().topic())
          : Verdict.warn(
              WHAT, "what comes on " + heard.battery().topic() + " cannot be read", CHARGE);
    }
    BatterySample last = heard.battery().last();
    if (last.health() > HEALTH_GOOD) {
      return Verdict.fault(
          WHAT,
          "its health is " + last.health() + " as sensor_msgs/BatteryState numbers it",
          "look at it before it is used");
    }
    if (Double.isNaN(last.share())) {
      return Verdict.note(WHAT, Verdict.text("%.1f V; it does not tell its charge", last.volt()));
    }
    String figure = Verdict.text("%.0f %%", 100 * last.share());
    if (!Double.isNaN(last.volt())) {
      figure += Verdict.text(", %.1f V", last.volt());
    }
    if (last.share() < EMPTY) {
      return Verdict.fault(WHAT, figure, CHARGE);
    }
    return last.share() < LOW ? Verdict.warn(WHAT, figure, CHARGE) : Verdict.ok(WHAT, figure);
  }
}
