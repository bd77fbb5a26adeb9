package io.mbmpo.launch.screen;

import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.link.LearnerProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What changed between two states, a line each: for logs and pipes. A pure function. */
final class PlainLines {
  private PlainLines() {}

  static List<String> between(DemoState before, DemoState now) {
    List<String> lines = new ArrayList<>();
    String time = "[" + ScreenText.duration(now.elapsedS()) + "] ";
    if (!before.activity().equals(now.activity())) {
      lines.add(time + now.activity());
    }
    if (before.connected() != now.connected()) {
      lines.add(time + "link " + (now.connected() ? "up" : "down: " + now.linkReason()));
    }
    String failsafe = now.status().map(status -> status.failsafe()).orElse("");
    if (!failsafe.isEmpty()
        && !failsafe.equals(before.status().map(status -> status.failsafe()).orElse(""))) {
      lines.add(time + "robot failsafe: " + failsafe);
    }
    if (!now.rows().equals(before.rows())) {
      now.lastRow().ifPresent(row -> lines.add(time + iteration(row, now)));
    }
    now.learner()
        .filter(
            learner -> !phase(learner).equals(before.learner().map(PlainLines::phase).orElse("")))
        .ifPresent(
            learner ->
                lines.add(
                    time
                        + String.format(
                            Locale.ROOT,
                            "iteration %d/%d  %s",
                            learner.iteration() + 1,
                            now.iterations(),
                            ScreenLines.explained(learner.phase()))));
    now.warnings().stream()
        .filter(warning -> !before.warnings().contains(warning))
        .forEach(warning -> lines.add(time + "! " + warning));
    return lines;
  }

  private static String phase(LearnerProgress learner) {
    return learner.iteration() + " " + learner.phase();
  }

  private static String iteration(IterationRow row, DemoState now) {
    return String.format(
        Locale.ROOT,
        "iteration %d/%d done: %.1f min robot time, speed %s, return %s, falls %d of %d, model loss"
            + " %s, KL %s, %s left",
        row.iteration() + 1,
        now.iterations(),
        row.robotMinutes(),
        ScreenText.number("%.2f m/s", row.forwardSpeedMS()),
        ScreenText.number("%.1f", row.episodeReturn()),
        row.falls(),
        row.episodes(),
        ScreenText.number("%.4f", row.validationLoss()),
        ScreenText.number("%.4f", row.kl()),
        ScreenText.duration(now.leftS()));
  }
}
