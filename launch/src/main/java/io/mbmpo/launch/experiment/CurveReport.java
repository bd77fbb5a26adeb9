package io.mbmpo.launch.experiment;

import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.screen.ScreenText;
import io.mbmpo.learner.Method;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Learning curves of trials: a figure a task, {@code summary.csv}, and a table for people. */
final class CurveReport {
  private static final List<String> MODEL_FREE = List.of(Method.TRPO.text(), Method.PPO.text());

  private final String experiment;
  private final List<Long> milestones;
  private final boolean showSeeds;

  /**
   * @param experiment name, in the figures' titles
   * @param milestones real steps at which the summary is made besides the end
   * @param showSeeds whether every seed has a thin line of its own
   */
  CurveReport(String experiment, List<Long> milestones, boolean showSeeds) {
    this.experiment = experiment;
    this.milestones = List.copyOf(milestones);
    this.showSeeds = showSeeds;
  }

  /** Writes everything and returns the summary. */
  List<SummaryRow> write(List<TrialFolder> trials, Path folder, PrintWriter out) {
    Map<String, List<TrialFolder>> tasks =
        trials.stream()
            .collect(
                Collectors.groupingBy(
                    t -> t.plan().task().name(), LinkedHashMap::new, Collectors.toList()));
    List<SummaryRow> summary = new ArrayList<>();
    tasks.forEach((task, all) -> summary.addAll(task(task, all, folder.resolve(task + ".png"))));
    RecordCsv.write(folder.resolve("summary.csv"), SummaryRow.class, summary);
    table(summary).forEach(out::println);
    return summary;
  }

  private List<SummaryRow> task(String task, List<TrialFolder> trials, Path figure) {
    Map<String, List<TrialFolder>> lines = lines(trials);
    List<FigurePlot.Line> drawn = new ArrayList<>();
    List<SummaryRow> rows = new ArrayList<>();
    lines.forEach(
        (line, folders) -> {
          List<List<CurveRow>> curves = folders.stream().map(TrialFolder::rows).toList();
          drawn.add(
              new FigurePlot.Line(
                  line + " (" + seeds(folders) + ")",
                  SeedBand.of(curves, CurveRow::shownReturn),
                  showSeeds ? curves.stream().map(CurveReport::alone).toList() : List.of()));
          rows.addAll(summary(task, line, curves));
        });
    boolean modelFree = trials.stream().anyMatch(t -> MODEL_FREE.contains(t.plan().method()));
    int horizon = trials.get(0).plan().task().options().horizon();
    FigurePlot.draw(
        new FigurePlot.Frame(
            experiment + ": " + task + ", horizon " + horizon,
            "real steps" + (modelFree ? " (logarithmic)" : ""),
            "return of the pre-update policy: mean and range over seeds",
            modelFree),
        drawn,
        figure);
    return rows;
  }

  private static SeedBand alone(List<CurveRow> rows) {
    return SeedBand.of(List.of(rows), CurveRow::shownReturn);
  }

  private List<SummaryRow> summary(String task, String line, List<List<CurveRow>> curves) {
    long end =
        curves.stream()
            .mapToLong(rows -> rows.get(rows.size() - 1).realSteps())
            .min()
            .orElseThrow();
    List<SummaryRow> rows = new ArrayList<>();
    milestones.stream()
        .filter(steps -> steps < end)
        .forEach(steps -> rows.add(SummaryRow.of(task, line, curves, "steps", steps)));
    rows.add(SummaryRow.of(task, line, curves, "end", end));
    return rows;
  }

  private static Map<String, List<TrialFolder>> lines(List<TrialFolder> trials) {
    return trials.stream()
        .collect(Collectors.groupingBy(t -> t.plan().line(), TreeMap::new, Collectors.toList()));
  }

  /** "seed 1", or "seeds 1, 2, 3". */
  private static String seeds(List<TrialFolder> folders) {
    String list =
        folders.stream()
            .map(f -> f.plan().seed())
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return (folders.size() == 1 ? "seed " : "seeds ") + list;
  }

  /** The summary for people. */
  static List<String> table(List<SummaryRow> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-14s %-28s %5s %12s %9s %9s %9s %11s",
            "task", "line", "seeds", "real steps", "median", "least", "greatest", "mean action"));
    for (SummaryRow row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-14s %-28s %5d %,12d %9s %9s %9s %11s",
              row.task(),
              row.line(),
              row.seeds(),
              row.realSteps(),
              ScreenText.number("%.1f", row.medianReturn()),
              ScreenText.number("%.1f", row.minReturn()),
              ScreenText.number("%.1f", row.maxReturn()),
              ScreenText.number("%.1f", row.medianDeterministic())));
    }
    return lines;
  }
}
