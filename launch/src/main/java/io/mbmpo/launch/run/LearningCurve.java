package io.mbmpo.launch.run;

import io.mbmpo.launch.exit.LaunchException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * {@code curve.png}: speed (above) and return (below) of the pre-update policy against minutes of
 * robot time; iterations with falls are marked.
 */
public final class LearningCurve {
  private static final int WIDTH = 900;
  private static final int PANEL_HEIGHT = 300;
  private static final int TITLE_HEIGHT = 44;
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  private static final Color SPEED = new Color(0x1F, 0x77, 0xB4);
  private static final Color RETURN = new Color(0x2C, 0xA0, 0x2C);
  private static final Color FALL = new Color(0xD6, 0x27, 0x28);

  private LearningCurve() {}

  /** Heading for a run: robot, seed and the code that ran. */
  public static String title(RunDescription run) {
    return run.robot() + ", seed " + run.seed() + " (" + run.revision() + ")";
  }

  /**
   * Draws and replaces the file whole. Rows without a return (the random iteration) leave a gap.
   *
   * @throws LaunchException when it cannot be written
   */
  public static void draw(String title, List<IterationRow> rows, Path file) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image(title, rows), "png", png);
      DurableFile.write(file, png.toByteArray());
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static BufferedImage image(String title, List<IterationRow> rows) {
    BufferedImage image =
        new BufferedImage(WIDTH, TITLE_HEIGHT + 2 * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
    g.drawString(title, 24, 30);
    g.translate(0, TITLE_HEIGHT);
    panel("forward speed, m/s", "", SPEED, IterationRow::forwardSpeedMS, rows)
        .paint(g, WIDTH, PANEL_HEIGHT);
    g.translate(0, PANEL_HEIGHT);
    panel("return", "robot time, minutes", RETURN, IterationRow::episodeReturn, rows)
        .paint(g, WIDTH, PANEL_HEIGHT);
    g.dispose();
    return image;
  }

  private static XYChart panel(
      String yTitle,
      String xTitle,
      Color color,
      ToDoubleFunction<IterationRow> value,
      List<IterationRow> rows) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(PANEL_HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .theme(Styler.ChartTheme.XChart)
            .build();
    style(chart, rows);
    List<IterationRow> known =
        rows.stream().filter(row -> Double.isFinite(value.applyAsDouble(row))).toList();
    if (known.isEmpty()) {
      chart
          .addSeries("no iteration yet", new double[] {0}, new double[] {0})
          .setMarker(SeriesMarkers.NONE);
      return chart;
    }
    if (known.stream().mapToDouble(value).min().orElse(-1) >= 0) {
      chart.getStyler().setYAxisMin(0.0);
    }
    XYSeries line = chart.addSeries("pre-update policy", minutes(known), values(known, value));
    line.setLineColor(color);
    line.setMarkerColor(color);
    line.setMarker(SeriesMarkers.CIRCLE);
    line.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    List<IterationRow> fallen = known.stream().filter(row -> row.falls() > 0).toList();
    if (!fallen.isEmpty()) {
      XYSeries falls =
          chart.addSeries("iteration with falls", minutes(fallen), values(fallen, value));
      falls.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      falls.setMarkerColor(FALL);
      falls.setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static void style(XYChart chart, List<IterationRow> rows) {
    double last = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).robotMinutes();
    Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    XYStyler styler = chart.getStyler();
    styler.setXAxisMin(0.0);
    styler.setXAxisMax(Math.max(last * 1.02, 0.1));
    styler.setXAxisDecimalPattern("0.#");
    styler.setYAxisDecimalPattern("0.##");
    styler.setMarkerSize(9);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setAxisTickLabelsFont(small);
    styler.setAxisTitleFont(small);
    styler.setLegendFont(small);
    styler.setLegendPosition(Styler.LegendPosition.InsideSE);
    styler.setLegendBorderColor(GRID);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setAntiAlias(true);
  }

  private static double[] minutes(List<IterationRow> rows) {
    return rows.stream().mapToDouble(IterationRow::robotMinutes).toArray();
  }

  private static double[] values(List<IterationRow> rows, ToDoubleFunction<IterationRow> value) {
    return rows.stream().mapToDouble(value).toArray();
  }
}
