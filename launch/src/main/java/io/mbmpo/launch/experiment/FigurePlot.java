package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.DurableFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines with bands over real steps: the figures of the experiments. */
public final class FigurePlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);

  /** Okabe and Ito's colours, told apart by colour-blind readers, too. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x00, 0x72, 0xB2),
          new Color(0xD5, 0x5E, 0x00),
          new Color(0x00, 0x9E, 0x73),
          new Color(0xCC, 0x79, 0xA7),
          new Color(0xE6, 0x9F, 0x00),
          new Color(0x56, 0xB4, 0xE9),
          new Color(0x77, 0x77, 0x77),
          new Color(0x8B, 0x5A, 0x2B));

  private FigurePlot() {}

  /**
   * A line of the legend.
   *
   * @param band of all seeds
   * @param seeds each seed alone, to be drawn thin; may be empty
   */
  record Line(String name, SeedBand band, List<SeedBand> seeds) {}

  /**
   * What is around the lines.
   *
   * @param logX whether real steps are on a logarithmic axis
   */
  record Frame(String title, String xTitle, String yTitle, boolean logX) {}

  /**
   * Draws and replaces the file whole. Lines without points are left out.
   *
   * @throws LaunchException when it cannot be written
   */
  static void draw(Frame frame, List<Line> lines, Path file) {
    write(BitmapEncoder.getBufferedImage(chart(frame, lines)), file);
  }

  /** Replaces a PNG file whole. */
  public static void write(BufferedImage image, Path file) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
      DurableFile.write(file, png.toByteArray());
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static XYChart chart(Frame frame, List<Line> all) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(frame.title())
            .xAxisTitle(frame.xTitle())
            .yAxisTitle(frame.yTitle())
            .theme(Styler.ChartTheme.XChart)
            .build();
    style(chart.getStyler(), frame.logX());
    List<Line> lines = all.stream().filter(line -> !line.band().isEmpty()).toList();
    if (lines.isEmpty()) {
      chart
          .addSeries("nothing measured yet", new double[] {1}, new double[] {0})
          .setMarker(SeriesMarkers.NONE);
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).band().seeds() > 1) {
        addBand(chart, lines.get(i), COLORS.get(i % COLORS.size()));
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      addSeeds(chart, lines.get(i), COLORS.get(i % COLORS.size()));
    }
    for (int i = 0; i < lines.size(); i++) {
      addMean(chart, lines.get(i), COLORS.get(i % COLORS.size()));
    }
    return chart;
  }

  private static void addMean(XYChart chart, Line line, Color color) {
    SeedBand band = line.band();
    XYSeries mean = chart.addSeries(line.name(), band.steps(), band.mean());
    mean.setLineColor(color);
    mean.setMarkerColor(color);
    mean.setMarker(band.steps().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    mean.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static void addSeeds(XYChart chart, Line line, Color color) {
    for (int k = 0; k < line.seeds().size(); k++) {
      SeedBand seed = line.seeds().get(k);
      if (!seed.isEmpty()) {
        XYSeries thin = chart.addSeries(line.name() + " #" + k, seed.steps(), seed.mean());
        thin.setLineColor(color);
        thin.setMarker(SeriesMarkers.NONE);
        thin.setLineStyle(new BasicStroke(0.9f));
        thin.setShowInLegend(false);
      }
    }
  }

  /** Least to greatest seed, as a polygon there and back. */
  private static void addBand(XYChart chart, Line line, Color color) {
    SeedBand band = line.band();
    int n = band.steps().length;
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    IntStream.range(0, n)
        .forEach(
            i -> {
              x[i] = band.steps()[i];
              y[i] = band.high()[i];
              x[2 * n - 1 - i] = band.steps()[i];
              y[2 * n - 1 - i] = band.low()[i];
            });
    XYSeries range = chart.addSeries(line.name() + " (range)", x, y);
    range.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    range.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 45));
    range.setLineColor(new Color(0, 0, 0, 0));
    range.setLineWidth(0);
    range.setMarker(SeriesMarkers.NONE);
    range.setShowInLegend(false);
  }

  private static void style(XYStyler styler, boolean logX) {
    Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setXAxisLogarithmic(logX);
    styler.setXAxisDecimalPattern("#,###");
    styler.setYAxisDecimalPattern("#,##0.##");
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setChartTitleBoxVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setAxisTickLabelsFont(small);
    styler.setAxisTitleFont(small);
    styler.setLegendFont(small);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setAntiAlias(true);
  }
}
