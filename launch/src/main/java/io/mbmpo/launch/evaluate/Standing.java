package io.mbmpo.launch.evaluate;

import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.List;
import java.util.Locale;

/**
 * How a robot stood. Without any time in stance the means are NaN.
 *
 * @param seconds for which it stood, s
 * @param askedS for which it was to stand, s
 * @param end what ended it
 * @param heightM mean height of the trunk's frame over the ground, m
 * @param stanceHeightM the same, were every joint where the configuration has it, m
 * @param tiltRad greatest tilt of the trunk, rad
 * @param driftM way from where it began to stand, m
 * @param farthest joint that stays farthest from its stance
 * @param awayRad how far, mean, rad
 * @param hardest joint that needs the greatest share of its effort limit
 * @param effortNm how much, mean, N·m; 0 where no efforts are measured
 */
public record Standing(
    double seconds,
    double askedS,
    String end,
    double heightM,
    double stanceHeightM,
    double tiltRad,
    double driftM,
    JointConfig farthest,
    double awayRad,
    JointConfig hardest,
    double effortNm) {

  /** It stood to the end. */
  public boolean stands() {
    return end.equals(EpisodeBuffer.HORIZON);
  }

  /** A few lines for people. */
  public List<String> lines() {
    if (seconds == 0) {
      return List.of("it does not get to its stance: " + end);
    }
    return List.of(
        line(
            "%s for %.1f s of %.1f s%s",
            stands() ? "stands" : "stood", seconds, askedS, stands() ? "" : ", then: " + end),
        line("height     %.3f m; %.3f m by robot.yaml", heightM, stanceHeightM),
        line("tilt       %.3f rad at most", tiltRad),
        line("drift      %.3f m", driftM),
        line("joints     %s stays farthest from its stance: %+.3f rad", farthest.name(), awayRad),
        line(
            "effort     %s needs most of its limit: %.1f of %.1f N·m (%.0f %%)",
            hardest.name(),
            Math.abs(effortNm),
            hardest.effortLimitNm(),
            100 * Math.abs(effortNm) / hardest.effortLimitNm()));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
