package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.experiment.FigurePlot;
import java.awt.Color;
import java.awt.Font;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The returns of all stages: a bar for the mean over the seeds, a mark for each seed. */
final class ReturnsPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 480;
  private static final Color BAR = new Color(0xB9, 0xD3, 0xE6);
  private static final List<Color> SEEDS =
      List.of(
          new Color(0x00, 0x72, 0xB2),
          new Color(0xD5, 0x5E, 0x00),
          new Color(0x00, 0x9E, 0x73),
          new Color(0xCC, 0x79, 0xA7));

  private ReturnsPlot() {}

  /**
   * Draws and replaces the file whole.
   *
   * @param summary may be empty: then nothing is drawn
   */
  static void draw(String title, List<SummaryRow> summary, Path file) {
    if (!summary.isEmpty()) {
      FigurePlot.write(BitmapEncoder.getBufferedImage(chart(title, summary)), file);
    }
  }

  static CategoryChart chart(String title, List<SummaryRow> summary) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle("return of the policy's mean")
            .theme(Styler.ChartTheme.XChart)
            .build();
    style(chart.getStyler());
    List<Stage> stages =
        List.of(Stage.values()).stream()
            .filter(stage -> summary.stream().anyMatch(row -> isOf(row, stage)))
            .toList();
    List<String> names = stages.stream().map(Stage::title).toList();
    List<Double> means = new ArrayList<>();
    for (Stage stage : stages) {
      means.add(
          summary.stream()
              .filter(row -> isOf(row, stage))
              .mapToDouble(SummaryRow::returnMean)
              .average()
              .orElseThrow());
    }
    chart.addSeries("mean over the seeds", names, means).setFillColor(BAR);
    TreeMap<Long, List<SummaryRow>> bySeed =
        summary.stream()
            .collect(Collectors.groupingBy(SummaryRow::seed, TreeMap::new, Collectors.toList()));
    bySeed.forEach((seed, rows) -> addSeed(chart, seed, names, returns(stages, rows)));
    return chart;
  }

  private static List<Double> returns(List<Stage> stages, List<SummaryRow> rows) {
    Function<Stage, Double> of =
        stage ->
            rows.stream()
                .filter(row -> isOf(row, stage))
                .map(SummaryRow::returnMean)
                .findFirst()
                .orElse(null); // no mark
    List<Double> values = new ArrayList<>();
    stages.forEach(stage -> values.add(of.apply(stage)));
    return values;
  }

  private static void addSeed(
      CategoryChart chart, long seed, List<String> names, List<Double> values) {
    Color color = SEEDS.get((chart.getSeriesMap().size() - 1) % SEEDS.size());
    CategorySeries marks = chart.addSeries("seed " + seed, names, values);
    marks.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
    marks.setMarker(SeriesMarkers.CIRCLE);
    marks.setMarkerColor(color);
  }

  private static boolean isOf(SummaryRow row, Stage stage) {
    return row.stage().equals(stage.text());
  }

  private static void style(CategoryStyler styler) {
    Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setOverlapped(true);
    styler.setAvailableSpaceFill(0.55);
    styler.setYAxisDecimalPattern("#,##0");
    styler.setMarkerSize(10);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setChartTitleBoxVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setAxisTickLabelsFont(small);
    styler.setAxisTitleFont(small);
    styler.setLegendFont(small);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setAntiAlias(true);
  }
}
