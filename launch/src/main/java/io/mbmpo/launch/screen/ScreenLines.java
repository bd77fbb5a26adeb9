package io.mbmpo.launch.screen;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Draws a {@link DemoState} as lines of text. A pure function. */
final class ScreenLines {
  private static final String NONE = "–";
  private static final int LABEL = 11;
  private static final int COLUMN = 26;

  private ScreenLines() {}

  /**
   * @param width columns of the terminal; no line is longer
   */
  static List<String> lines(DemoState state, int width) {
    List<String> lines = new ArrayList<>();
    lines.add("mbmpo · " + state.robot() + " · seed " + state.seed() + " · " + state.runFolder());
    lines.add("");
    lines.add(progressLine(state, width));
    lines.add(phaseLine(state, width));
    lines.add("");
    Optional<IterationRow> row = state.lastRow();
    Optional<LearnerProgress> learner = state.learner();
    Optional<RobotStatus> robot = state.status();
    lines.add(
        columns(
            "robot time", ScreenText.number("%.1f min", state.robotMinutes()),
            "speed", number("%.2f m/s", row, IterationRow::forwardSpeedMS),
            "return", number("%.1f", row, IterationRow::episodeReturn)));
    lines.add(
        columns(
            "episodes",
                String.valueOf(state.rows().stream().mapToInt(IterationRow::episodes).sum()),
            "falls", row.map(last -> last.falls() + " of " + last.episodes()).orElse(NONE),
            "drift", number("%.2f m", row, IterationRow::lateralDriftM)));
    lines.add(
        columns(
            "model loss", number("%.4f", learner, LearnerProgress::validationLoss),
            "disagree", number("%.4f", learner, LearnerProgress::disagreement),
            "KL", number("%.4f", learner, LearnerProgress::kl)));
    lines.add(
        columns(
            "snapshot",
                robot
                    .filter(now -> now.snapshotVersion() > 0)
                    .map(now -> SnapshotVersion.text(now.snapshotVersion()))
                    .orElse(NONE),
            "robot", robot.map(ScreenLines::mode).orElse(NONE),
            "link", link(state)));
    if (!state.rows().isEmpty()) {
      lines.add("");
      int room = Math.max(8, width - LABEL - 22);
      lines.add(sparkline("speed", "%.2f m/s", state, room, IterationRow::forwardSpeedMS));
      lines.add(sparkline("return", "%.1f", state, room, IterationRow::episodeReturn));
    }
    if (!state.warnings().isEmpty()) {
      lines.add("");
      state.warnings().forEach(warning -> lines.add("! " + warning));
    }
    lines.add("");
    lines.add("Ctrl-C stops in order; the run can be resumed.");
    return lines.stream().map(line -> ScreenText.cut(line, width)).toList();
  }

  private static String progressLine(DemoState state, int width) {
    int current = Math.min(state.done() + 1, state.iterations());
    String text =
        String.format(
            Locale.ROOT,
            " %3.0f %%  iteration %d/%d  %s",
            100 * state.progress(),
            current,
            state.iterations(),
            Double.isNaN(state.leftS())
                ? ScreenText.duration(state.elapsedS()) + " elapsed"
                : ScreenText.duration(state.elapsedS())
                    + " elapsed, "
                    + ScreenText.duration(state.leftS())
                    + " left");
    return ScreenText.bar(state.progress(), Math.max(10, Math.min(50, width - text.length())))
        + text;
  }

  private static String phaseLine(DemoState state, int width) {
    return state
        .learner()
        .map(
            now -> {
              String text = String.format(Locale.ROOT, " %3.0f %%  ", 100 * now.phaseDone());
              int room = Math.max(10, Math.min(50, width / 2));
              return ScreenText.bar(now.phaseDone(), room) + text + explained(now.phase());
            })
        .orElse(state.activity());
  }

  /** What a phase is, for who reads the word for the first time. */
  static String explained(String phase) {
    return switch (phase) {
      case "collect" -> "collect: the robot gathers episodes";
      case "fit" -> "fit: the dynamics models learn from them";
      case "meta-step" -> "meta-step: the policy learns in imagination";
      default -> phase;
    };
  }

  private static String sparkline(
      String label,
      String format,
      DemoState state,
      int room,
      ToDoubleFunction<IterationRow> value) {
    double[] values =
        state.rows().stream()
            .mapToDouble(value)
            .skip(Math.max(0, state.rows().size() - room))
            .toArray();
    double best = Double.NaN;
    for (double v : values) {
      best = Double.isNaN(best) || v > best ? v : best;
    }
    return ScreenText.pad(label, LABEL)
        + (Double.isNaN(best)
            ? NONE
            : Sparkline.of(values) + "  best " + ScreenText.number(format, best));
  }

  private static String mode(RobotStatus robot) {
    if (!robot.online()) {
      return "gone";
    }
    return robot.failsafe().isEmpty() ? robot.mode() : robot.mode() + " (" + robot.failsafe() + ")";
  }

  private static String link(DemoState state) {
    if (!state.connected()) {
      return state.linkReason().isEmpty() ? "connecting" : "down: " + state.linkReason();
    }
    long spooled = state.status().map(RobotStatus::episodesSpooled).orElse(0L);
    return spooled == 0 ? "up" : "up, " + spooled + " episodes waiting";
  }

  private static String columns(String... labelsAndValues) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i + 1 < labelsAndValues.length; i += 2) {
      line.append(ScreenText.pad(labelsAndValues[i], LABEL));
      line.append(ScreenText.pad(labelsAndValues[i + 1], COLUMN - LABEL));
    }
    return line.toString().stripTrailing();
  }

  private static <T> String number(String format, Optional<T> of, ToDoubleFunction<T> value) {
    return of.map(known -> ScreenText.number(format, value.applyAsDouble(known))).orElse(NONE);
  }
}
