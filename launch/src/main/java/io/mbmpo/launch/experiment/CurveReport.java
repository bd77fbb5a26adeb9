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

  private final Look look;

  /**
   * How curves are told.
   *
   * @param title of the figures, before the task
   * @param milestones real steps at which the summary is made besides the end
   * @param seedsAlone whether every seed has a thin line of its own
   * @param held whether a finished trial keeps its last return up to the longest one's end
   * @param suffix of the files' names
   */
  record Look(
      String title, List<Long> milestones, boolean seedsAlone, boolean held, String suffix) {
    Look {
      milestones = List.copyOf(milestones);
    }

    static Look plain(String title) {
      return new Look(title, List.of(), false, false, "");
    }
  }

  CurveReport(Look look) {
    this.look = look;
  }

  /** Writes everything and returns the summary. */
  List<SummaryRow> write(List<TrialFolder> trials, Path folder, PrintWriter out) {
    Map<String, List<TrialFolder>> tasks =
        trials.stream()
            .collect(
                Collectors.groupingBy(
                    t -> t.plan().task().name(), LinkedHashMap::new, Collectors.toList()));
    List<SummaryRow> summary = new ArrayList<>();
    tasks.forEach(
        (task, all) ->
            summary.addAll(task(task, all, folder.resolve(task + look.suffix() + ".png"))));
    RecordCsv.write(folder.resolve("summary" + look.suffix() + ".csv"), SummaryRow.class, summary);
    table(summary).forEach(out::println);
    return summary;
  }

  private List<SummaryRow> task(String task, List<TrialFolder> trials, Path figure) {
    long longest = trials.stream().mapToLong(t -> last(t.rows()).realSteps()).max().orElseThrow();
    List<FigurePlot.Line> drawn = new ArrayList<>();
    List<SummaryRow> rows = new ArrayList<>();
    lines(trials)
        .forEach(
            (line, folders) -> {
              List<List<CurveRow>> curves =
                  folders.stream().map(folder -> curve(folder, longest)).toList();
              drawn.add(
                  new FigurePlot.Line(
                      line + planned(folders) + " (" + seeds(folders) + ")",
                      SeedBand.of(curves, CurveRow::shownReturn),
                      look.seedsAlone()
                          ? curves.stream().map(CurveReport::alone).toList()
                          : List.of()));
              rows.addAll(summary(task, line, curves));
            });
    FigurePlot.draw(frame(task, trials), drawn, figure);
    return rows;
  }

  private FigurePlot.Frame frame(String task, List<TrialFolder> trials) {
    List<String> methods = trials.stream().map(t -> t.plan().method()).distinct().toList();
    boolean modelFree = methods.stream().anyMatch(MODEL_FREE::contains);
    return new FigurePlot.Frame(
        look.title() + ": " + task + ", horizon " + trials.get(0).plan().task().options().horizon(),
        "real steps" + (modelFree ? " (logarithmic)" : ""),
        "return (line: mean over seeds, band: least to greatest)",
        modelFree);
  }

  /** Where there is no policy to measure, the curve is that of the real episodes. */
  private static String planned(List<TrialFolder> folders) {
    boolean planned = folders.get(0).plan().method().equals(Method.MB_MPC.text());
    return planned ? ", real episodes" : "";
  }

  private List<CurveRow> curve(TrialFolder folder, long longest) {
    List<CurveRow> rows = folder.rows();
    CurveRow last = last(rows);
    if (!look.held() || !folder.finished() || last.realSteps() == longest) {
      return rows;
    }
    List<CurveRow> held = new ArrayList<>(rows);
    held.add(last.at(longest));
    return held;
  }

  private static CurveRow last(List<CurveRow> rows) {
    return rows.get(rows.size() - 1);
  }

  private static SeedBand alone(List<CurveRow> rows) {
    return SeedBand.of(List.of(rows), CurveRow::shownReturn);
  }

  private List<SummaryRow> summary(String task, String line, List<List<CurveRow>> curves) {
    long end = curves.stream().mapToLong(rows -> last(rows).realSteps()).min().orElseThrow();
    List<SummaryRow> rows = new ArrayList<>();
    look.milestones().stream()
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
