package io.mbmpo.controller.replay;

import io.mbmpo.controller.record.RecordedTick;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.record.Topic;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Floats;
import io.mbmpo.controller.safety.Condition;
import java.util.List;

/** What a tick did, then and now, bit for bit. */
final class Comparison {
  private final List<String> joints;
  private String field;
  private String recorded;
  private String replayed;

  /**
   * @param joints names, to say which
   */
  Comparison(List<String> joints) {
    this.joints = joints;
  }

  /** Whether both did the same; if not, the first field that differs is kept. */
  boolean same(RecordedTick then, TickRecord now) {
    field = null;
    text("mode", then.tick.mode.toString(), now.mode.name());
    text("severity", then.tick.severity.toString(), now.severity.name());
    text("failsafe", then.tick.failsafe.toString(), name(now.failsafe));
    text("rollout taken", then.has(Topic.ROLLOUT), now.offer != null);
    text("command sent", then.has(Topic.COMMAND), now.sent > 0);
    if (field == null && then.has(Topic.COMMAND)) {
      doubles("position", then.command.position, now.command.position);
      doubles("velocity", then.command.velocity, now.command.velocity);
      doubles("effort", then.command.effort, now.command.effort);
      doubles("kp", then.command.kp, now.command.kp);
      doubles("kd", then.command.kd, now.command.kd);
    }
    boolean step = now.policyStep != TickRecord.NO_STEP;
    text("policy step", then.has(Topic.POLICY), step);
    if (field == null && step) {
      text("policy step", Integer.toUnsignedString(then.policy.step), "" + now.policyStep);
      floats("observation", then.policy.observation, now.observation, now.observation.length);
      floats("action", then.policy.action, now.action, now.acted ? now.action.length : 0);
    }
    return field == null;
  }

  String field() {
    return field;
  }

  String recorded() {
    return recorded;
  }

  String replayed() {
    return replayed;
  }

  private static String name(Condition condition) {
    return condition == null ? "" : condition.name();
  }

  private void text(String what, boolean then, boolean now) {
    text(what, then ? "yes" : "no", now ? "yes" : "no");
  }

  private void text(String what, String then, String now) {
    if (field == null && !then.equals(now)) {
      field = what;
      recorded = then.isEmpty() ? "none" : then;
      replayed = now.isEmpty() ? "none" : now;
    }
  }

  private void doubles(String what, Doubles then, double[] now) {
    text("number of " + what + "s", "" + then.length, "" + now.length);
    for (int i = 0; field == null && i < now.length; i++) {
      if (Double.doubleToRawLongBits(then.values[i]) != Double.doubleToRawLongBits(now[i])) {
        field = "command." + what + " of " + joints.get(i);
        recorded = Double.toString(then.values[i]);
        replayed = Double.toString(now[i]);
      }
    }
  }

  private void floats(String what, Floats then, float[] now, int length) {
    text("length of " + what, "" + then.length, "" + length);
    for (int i = 0; field == null && i < length; i++) {
      if (Float.floatToRawIntBits(then.values[i]) != Float.floatToRawIntBits(now[i])) {
        field = what + "[" + i + "]";
        recorded = Float.toString(then.values[i]);
        replayed = Float.toString(now[i]);
      }
    }
  }
}
