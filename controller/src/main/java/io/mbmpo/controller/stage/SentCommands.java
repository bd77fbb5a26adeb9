package io.mbmpo.controller.stage;

import io.mbmpo.controller.port.JointCommand;
import java.util.Map;

/**
 * Sums up what the robot was sent, or in a dry run would have been. Control thread only, but for
 * what people read afterwards.
 */
final class SentCommands {
  private final double[] before;
  private final double tickRateHz;
  private boolean held;
  private long count;
  private long holding;
  private double fastestRadS;
  private double firstStepRad;
  private double farthestRad;

  SentCommands(int joints, double tickRateHz) {
    before = new double[joints];
    this.tickRateHz = tickRateHz;
  }

  void add(JointCommand sent, double[] measured) {
    count++;
    boolean holds = false;
    for (double kp : sent.kp) {
      holds |= kp > 0;
    }
    for (int i = 0; holds && i < before.length; i++) {
      double way = Math.abs(sent.position[i] - measured[i]);
      if (held) {
        double speed = Math.abs(sent.position[i] - before[i]) * tickRateHz;
        fastestRadS = Math.max(fastestRadS, speed);
      } else {
        firstStepRad = Math.max(firstStepRad, way);
      }
      farthestRad = Math.max(farthestRad, way);
    }
    holding += holds ? 1 : 0;
    held = holds;
    System.arraycopy(sent.position, 0, before, 0, before.length);
  }

  /** After the last. */
  Check check() {
    return new Check(
        "commands",
        true,
        Posture.text("%d, of which %d hold joints: ", count, holding)
            + Posture.text("targets at most %.2f rad/s, ", fastestRadS)
            + Posture.text("the first %.3f rad from the joints, ", firstStepRad)
            + Posture.text("at most %.3f rad", farthestRad),
        "");
  }

  void figures(Map<String, Double> into) {
    into.put("commands", (double) count);
    into.put("target_rate_rad_s", fastestRadS);
    into.put("target_step_rad", firstStepRad);
  }
}
