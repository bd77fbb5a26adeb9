package io.mbmpo.controller;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;

/**
 * Joint targets between ground and stance, each move along half a cosine, so that speed is zero at
 * both ends. Every move starts at {@link #startFrom}. Control thread only; allocates nothing.
 */
final class StandUp {
  /** How far from stance to crouch the operator may lower the robot. */
  private static final double MAX_LOWERING = 0.6;

  private final double[] start;
  private final double[] crouch;
  private final double[] stance;
  private final double crouchS;
  private final double riseS;
  private final double settleS;
  private final double foldS;

  StandUp(RobotConfig config) {
    crouch = config.joints().stream().mapToDouble(JointConfig::crouchRad).toArray();
    stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    start = crouch.clone();
    crouchS = config.standUp().crouchS();
    riseS = config.standUp().riseS();
    settleS = config.standUp().settleS();
    foldS = config.onboard().recover().foldS();
  }

  void startFrom(double[] position) {
    System.arraycopy(position, 0, start, 0, start.length);
  }

  /** The robot stands already. */
  void startAtStance() {
    startFrom(stance);
  }

  double durationS() {
    return crouchS + riseS;
  }

  /** Up: by the crouch to the stance, where it is from {@link #durationS()} on. */
  void rise(double elapsedS, double[] into) {
    if (elapsedS < crouchS) {
      blend(start, crouch, elapsedS / crouchS, into);
    } else {
      blend(crouch, stance, (elapsedS - crouchS) / riseS, into);
    }
  }

  /** Legs folded under the trunk. */
  void fold(double elapsedS, double[] into) {
    blend(start, crouch, elapsedS / foldS, into);
  }

  /**
   * Standing, after coming to the stance if the robot was not there.
   *
   * @param lowering from 0, the stance, to 1, as low as the operator may have it
   */
  void stand(double elapsedS, double lowering, double[] into) {
    if (elapsedS < settleS) {
      blend(start, stance, elapsedS / settleS, into);
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] = stance[i] + MAX_LOWERING * lowering * (crouch[i] - stance[i]);
      }
    }
  }

  private static void blend(double[] from, double[] to, double part, double[] into) {
    if (part >= 1) {
      System.arraycopy(to, 0, into, 0, into.length);
      return;
    }
    double share = 0.5 - 0.5 * Math.cos(Math.PI * part);
    for (int i = 0; i < into.length; i++) {
      into[i] = from[i] + share * (to[i] - from[i]);
    }
  }
}
