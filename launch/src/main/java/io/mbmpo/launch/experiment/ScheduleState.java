package io.mbmpo.launch.experiment;

import io.mbmpo.launch.experiment.TrialProgress.Status;
import io.mbmpo.launch.screen.ScreenText;
import io.mbmpo.launch.screen.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All trials of an experiment at one moment. Immutable.
 *
 * @param title experiment and folder
 * @param jobs trials that run at a time
 * @param elapsedS wall time since the command began, s
 * @param trials in the order in which they are started
 */
public record ScheduleState(String title, int jobs, double elapsedS, List<TrialProgress> trials)
    implements Shown<ScheduleState> {
  private static final int NAME = 34;

  public ScheduleState {
    trials = List.copyOf(trials);
  }

  @Override
  public ScheduleState at(double nextElapsedS) {
    return new ScheduleState(title, jobs, nextElapsedS, trials);
  }

  ScheduleState with(TrialProgress next) {
    List<TrialProgress> all =
        trials.stream()
            .map(trial -> trial.plan().trial().equals(next.plan().trial()) ? next : trial)
            .toList();
    return new ScheduleState(title, jobs, elapsedS, all);
  }

  TrialProgress trial(String name) {
    return trials.stream()
        .filter(trial -> trial.plan().trial().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Wall time to the end of all, s; NaN before it can be told. */
  double leftS() {
    double mean =
        trials.stream()
            .mapToDouble(TrialProgress::iterationS)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    double sum = 0;
    double longest = 0;
    for (TrialProgress trial : trials) {
      double left =
          trial.iterationsLeft() * (Double.isNaN(trial.iterationS()) ? mean : trial.iterationS());
      sum += left;
      longest = Math.max(longest, left);
    }
    return Math.max(longest, sum / jobs);
  }

  @Override
  public List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    lines.add("mbmpo · experiment " + title);
    lines.add("");
    long done = count(Status.FINISHED);
    String text =
        String.format(
            Locale.ROOT,
            " %d of %d trials  %s elapsed, %s left",
            done,
            trials.size(),
            ScreenText.duration(elapsedS),
            ScreenText.duration(leftS()));
    lines.add(ScreenText.bar(share(), Math.max(10, Math.min(50, width - text.length()))) + text);
    lines.add("");
    trials.stream().filter(t -> t.status() == Status.RUNNING).forEach(t -> lines.add(line(t)));
    trials.stream()
        .filter(t -> !t.trouble().isEmpty())
        .forEach(t -> lines.add("! " + t.plan().trial() + ": " + t.trouble()));
    lines.add("");
    lines.add(
        String.format(
            "%d running, %d waiting, %d finished, %d failed",
            count(Status.RUNNING), count(Status.WAITING), done, count(Status.FAILED)));
    lines.add("Ctrl-C stops in order; the same command goes on.");
    return lines.stream().map(line -> ScreenText.cut(line, width)).toList();
  }

  @Override
  public List<String> linesSince(ScheduleState before) {
    List<String> lines = new ArrayList<>();
    String time = "[" + ScreenText.duration(elapsedS) + "] ";
    for (TrialProgress trial : trials) {
      TrialProgress old = before.trial(trial.plan().trial());
      if (trial.iterations() != old.iterations()) {
        lines.add(time + line(trial));
      }
      String name = trial.plan().trial();
      if (!trial.trouble().equals(old.trouble())) {
        lines.add(time + "! " + name + ": " + trial.trouble());
      }
      if (trial.status() != old.status()) {
        lines.add(
            time
                + switch (trial.status()) {
                  case WAITING -> name + " waits";
                  case RUNNING -> name + " started";
                  case FINISHED -> name + " finished";
                  case FAILED -> name + " failed";
                });
      }
    }
    return lines;
  }

  private double share() {
    double asked = 0;
    double done = 0;
    for (TrialProgress trial : trials) {
      asked += trial.iterations() + trial.iterationsLeft();
      done += trial.iterations();
    }
    return asked == 0 ? 1 : done / asked;
  }

  long count(Status status) {
    return trials.stream().filter(trial -> trial.status() == status).count();
  }

  private static String line(TrialProgress trial) {
    String of =
        trial.plan().realSteps() > 0
            ? String.format(Locale.ROOT, " of %,d", trial.plan().realSteps())
            : "";
    CurveRow last = trial.last();
    return ScreenText.pad(trial.plan().trial(), NAME)
        + (last == null
            ? "first iteration"
            : String.format(
                Locale.ROOT,
                "iteration %d/%d  %,d%s real steps  return %s  %s left (%.0f s an iteration)",
                trial.iterations(),
                trial.plan().learner().iterations(),
                last.realSteps(),
                of,
                ScreenText.number("%.1f", last.shownReturn()),
                ScreenText.duration(trial.leftS()),
                trial.iterationS()));
  }
}
