package io.mbmpo.controller;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Joint targets on the way up: from wherever the joints are to the crouch, then to the stance, each
 * along half a cosine, so that speed is zero at both ends. Control thread only; allocates nothing.
 */
final class StandUp {
  private final double[] start;
  private final double[] crouch;
  private final double[] stance;
  private final double crouchS;
  private final double riseS;

  StandUp(RobotConfig config) {
    crouch = config.joints().stream().mapToDouble(JointConfig::crouchRad).toArray();
    stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    start = crouch.clone();
    crouchS = config.standUp().crouchS();
    riseS = config.standUp().riseS();
  }

  void startFrom(double[] measured) {
    System.arraycopy(measured, 0, start, 0, start.length);
  }

  double durationS() {
    return crouchS + riseS;
  }

  /** Targets at this time since the start; the stance from {@link #durationS()} on. */
  void targets(double elapsedS, double[] into) {
    if (elapsedS < crouchS) {
      blend(start, crouch, elapsedS / crouchS, into);
    } else if (elapsedS < crouchS + riseS) {
      blend(crouch, stance, (elapsedS - crouchS) / riseS, into);
    } else {
      System.arraycopy(stance, 0, into, 0, stance.length);
    }
  }

  private static void blend(double[] from, double[] to, double part, double[] into) {
    double share = 0.5 - 0.5 * Math.cos(Math.PI * part);
    for (int i = 0; i < into.length; i++) {
      into[i] = from[i] + share * (to[i] - from[i]);
    }
  }
}
