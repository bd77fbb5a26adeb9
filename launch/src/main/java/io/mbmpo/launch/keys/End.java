package io.mbmpo.launch.keys;

import java.util.Locale;

/** An end of the link; its name on the broker is {@code <end>-<robot>}, also its MQTT client id. */
public enum End {
  ROBOT,
  LEARNER,
  WATCH;

  /** Name in its certificate, its folder and the broker's rules, e.g. {@code robot-go1}. */
  public String identity(String robot) {
    return name().toLowerCase(Locale.ROOT) + "-" + robot;
  }

  /** The robot in an identity of this end, or null when it is of another. */
  public String robotOf(String identity) {
    String prefix = identity("");
    return identity.startsWith(prefix) ? identity.substring(prefix.length()) : null;
  }
}
