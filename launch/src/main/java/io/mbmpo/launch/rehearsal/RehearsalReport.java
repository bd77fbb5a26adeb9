package io.mbmpo.launch.rehearsal;

import com.google.common.math.Stats;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.DurableFile;
import io.mbmpo.launch.run.RecordCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a rehearsal came to so far: CSV files, a table in Markdown, a figure. */
public final class RehearsalReport {
  private final RehearsalFolder folder;

  public RehearsalReport(RehearsalFolder folder) {
    this.folder = folder;
  }

  /**
   * Writes all of it, from the stages that are over.
   *
   * @return the table's lines
   */
  public List<String> write() {
    List<EvaluationRow> evaluations = new ArrayList<>();
    List<CollectedRow> collected = new ArrayList<>();
    List<SummaryRow> summary = new ArrayList<>();
    for (StageFolder stage : folder.stages()) {
      if (stage.finished()) {
        evaluations.addAll(stage.evaluationRows());
        collected.addAll(stage.collectedRows());
        summary.add(SummaryRow.of(stage.evaluationRows(), stage.collectedRows()));
      }
    }
    summary.sort(Comparator.comparingLong(SummaryRow::seed));
    Path path = folder.path();
    RecordCsv.write(path.resolve("evaluations.csv"), EvaluationRow.class, evaluations);
    RecordCsv.write(path.resolve("collected.csv"), CollectedRow.class, collected);
    RecordCsv.write(path.resolve("summary.csv"), SummaryRow.class, summary);
    List<String> table = table(summary);
    try {
      DurableFile.write(
          path.resolve("table.md"),
          (String.join("\n", table) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LaunchException.environment("cannot write to " + path + ": " + e.getMessage(), e);
    }
    RehearsalSettings settings = folder.description().settings();
    ReturnsPlot.draw(
        "%s, Gazebo's ground %s".formatted(settings.robot(), settings.ground()),
        summary,
        path.resolve("returns.png"));
    return table;
  }

  /** A line a stage, over the seeds. */
  static List<String> table(List<SummaryRow> summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| policy | return, each seed | mean ± sd | speed, m/s | falls | robot time, min"
            + " | with standing up | falls meanwhile |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Stage stage : Stage.values()) {
      List<SummaryRow> rows =
          summary.stream().filter(row -> row.stage().equals(stage.text())).toList();
      if (!rows.isEmpty()) {
        lines.add(line(stage, rows));
      }
    }
    return lines;
  }

  private static String line(Stage stage, List<SummaryRow> rows) {
    Stats returns = stats(rows, SummaryRow::returnMean);
    int learnedFrom = rows.stream().mapToInt(SummaryRow::collectedEpisodes).sum();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f ± %.0f | %.2f | %d of %d | %s | %s | %s |",
        stage.title(),
        rows.stream()
            .map(row -> String.format(Locale.ROOT, "%.0f", row.returnMean()))
            .collect(Collectors.joining(", ")),
        returns.mean(),
        rows.size() < 2 ? 0 : returns.sampleStandardDeviation(),
        stats(rows, SummaryRow::speedMS).mean(),
        rows.stream().mapToInt(SummaryRow::falls).sum(),
        rows.stream().mapToInt(SummaryRow::episodes).sum(),
        learnedFrom == 0 ? "–" : minutes(stats(rows, SummaryRow::policyMin)),
        learnedFrom == 0 ? "–" : minutes(stats(rows, SummaryRow::robotMin)),
        learnedFrom == 0
            ? "–"
            : rows.stream().mapToInt(SummaryRow::collectedFalls).sum() + " of " + learnedFrom);
  }

  private static Stats stats(List<SummaryRow> rows, ToDoubleFunction<SummaryRow> value) {
    return Stats.of(rows.stream().mapToDouble(value).toArray());
  }

  private static String minutes(Stats minutes) {
    return String.format(Locale.ROOT, "%.1f", minutes.mean());
  }
}
