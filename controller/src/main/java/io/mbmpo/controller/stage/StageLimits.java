package io.mbmpo.controller.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a robot may go in a stage, and when it has passed. The numbers are the resource {@code
 * stages.table}, which also says what they mean; shares are of the robot's own limits.
 *
 * @param gainShare of kp and kd
 * @param rampS time in which the gains come up, s
 * @param rateShare of the rate limit of joint targets
 * @param effortShare of the joints' effort limits
 * @param marginRad to the joints' position limits, rad
 * @param actionShare of the policy's actions
 * @param slowdown factor on the times of standing up
 * @param seconds what is done takes so long, s
 * @param times it is done
 * @param amplitudeRad of a joint's way, rad
 * @param runawayRad from its target at which a joint is let go at once, rad
 * @param maxTiltRad of the trunk, rad
 * @param maxErrorRad between target and position of a joint, rad
 * @param maxDriftM over the ground, m
 * @param maxSpeedMS over the ground, m/s
 */
public record StageLimits(
    double gainShare,
    double rampS,
    double rateShare,
    double effortShare,
    double marginRad,
    double actionShare,
    double slowdown,
    double seconds,
    int times,
    double amplitudeRad,
    double runawayRad,
    double maxTiltRad,
    double maxErrorRad,
    double maxDriftM,
    double maxSpeedMS) {
  private static final String FILE = "stages.table";

  public StageLimits {
    share("gain_share", gainShare);
    share("rate_share", rateShare);
    share("effort_share", effortShare);
    if (!(actionShare >= 0 && actionShare <= 1)) {
      throw new IllegalArgumentException("action_share is " + actionShare + "; allowed: 0 to 1");
    }
    if (!(rampS > 0 && slowdown >= 1 && seconds > 0 && times >= 1 && marginRad >= 0)) {
      throw new IllegalArgumentException(
          "allowed: ramp_s and seconds above 0, slowdown and times 1 or more, margin_rad 0 or more");
    }
  }

  private static void share(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: above 0, up to 1");
    }
  }

  /** Those of a stage. */
  public static StageLimits of(Stage stage) {
    try (InputStream in = StageLimits.class.getResourceAsStream(FILE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), stage);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + FILE, e);
    }
  }

  /**
   * @throws IllegalArgumentException naming the row that is missing, unknown or out of bounds
   */
  static StageLimits parse(String table, Stage stage) {
    List<String> rows =
        table.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    int column = Arrays.asList(columns(rows.get(0))).indexOf(stage.word());
    Map<String, Double> values = new LinkedHashMap<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] columns = columns(row);
      if (column < 1 || columns.length != Stage.values().length + 1) {
        throw new IllegalArgumentException(FILE + ": a column for each stage wanted in: " + row);
      }
      values.put(columns[0], Double.parseDouble(columns[column]));
    }
    StageLimits limits =
        new StageLimits(
            take(values, "gain_share"),
            take(values, "ramp_s"),
            take(values, "rate_share"),
            take(values, "effort_share"),
            take(values, "margin_rad"),
            take(values, "action_share"),
            take(values, "slowdown"),
            take(values, "seconds"),
            (int) take(values, "times"),
            take(values, "amplitude_rad"),
            take(values, "runaway_rad"),
            take(values, "max_tilt_rad"),
            take(values, "max_error_rad"),
            take(values, "max_drift_m"),
            take(values, "max_speed_m_s"));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": unknown rows " + values.keySet());
    }
    return limits;
  }

  private static String[] columns(String row) {
    return Arrays.stream(row.split("\\|")).map(String::strip).toArray(String[]::new);
  }

  private static double take(Map<String, Double> values, String name) {
    Double value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException(FILE + ": no row " + name);
    }
    return value;
  }
}
