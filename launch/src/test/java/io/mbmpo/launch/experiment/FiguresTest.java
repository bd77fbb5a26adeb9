package io.mbmpo.launch.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class FiguresTest {
  @TempDir Path folder;

  private static SeedBand band(double slope) {
    return SeedBand.of(
        List.of(curve(x -> slope * x), curve(x -> slope * x + 10)), CurveRow::shownReturn);
  }

  private static List<CurveRow> curve(DoubleUnaryOperator value) {
    return IntStream.rangeClosed(1, 10)
        .mapToObj(i -> Toys.row(i, 1000L * i, value.applyAsDouble(i)))
        .toList();
  }

  private static FigurePlot.Frame frame(boolean logX) {
    return new FigurePlot.Frame("Title", "real steps", "return", logX);
  }

  @Test
  void aLineIsTheMeanAndItsBandGoesThereAndBack() {
    XYChart chart =
        FigurePlot.chart(
            frame(false), List.of(new FigurePlot.Line("a (seeds 1, 2)", band(1), List.of())));
    XYSeries mean = chart.getSeriesMap().get("a (seeds 1, 2)");
    assertThat(mean.getYData()).startsWith(6, 7).hasSize(10);
    XYSeries range = chart.getSeriesMap().get("a (seeds 1, 2) (range)");
    assertThat(range.getXData()).startsWith(1000).endsWith(1000).hasSize(20);
    assertThat(range.getYData()).startsWith(11).endsWith(1);
    assertThat(range.isShowInLegend()).isFalse();
    assertThat(chart.getTitle()).isEqualTo("Title");
    assertThat(chart.getXAxisTitle()).isEqualTo("real steps");
  }

  @Test
  void oneSeedHasNoBandAndSeedsOfTheirOwnAreThin() {
    SeedBand one = SeedBand.of(List.of(curve(x -> x)), CurveRow::shownReturn);
    XYChart chart =
        FigurePlot.chart(frame(true), List.of(new FigurePlot.Line("a", one, List.of(one))));
    assertThat(chart.getSeriesMap()).containsOnlyKeys("a", "a #0");
    assertThat(chart.getStyler().isXAxisLogarithmic()).isTrue();
  }

  @Test
  void figuresAreWrittenAlsoOnLogarithmicAxesAndBeforeAnythingIsKnown() throws IOException {
    Path file = folder.resolve("figure.png");
    FigurePlot.draw(
        frame(true),
        List.of(
            new FigurePlot.Line("a", band(1), List.of()),
            new FigurePlot.Line("b", band(-1), List.of())),
        file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isGreaterThan(500);
    assertThat(colors(image)).isGreaterThan(20);
    FigurePlot.draw(frame(false), List.of(), file);
    assertThat(ImageIO.read(file.toFile())).isNotNull();
    assertThat(folder.toFile().list()).containsExactly("figure.png");
  }

  private static long colors(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void aHeatMapHasItsFirstRowAtTheBottomAndItsBarsEndsInItsExtremes() {
    double[] values = new double[9];
    values[0] = -1; // bottom left
    values[8] = 5; // top right
    BufferedImage image =
        HeatMaps.image("t", List.of(new HeatMaps.Panel("one", "unit", values)), 2);
    int left = 60;
    int top = 96;
    assertThat(image.getRGB(left + 20, top + 380) & 0xFFFFFF).isEqualTo(0x440154);
    assertThat(image.getRGB(left + 380, top + 20) & 0xFFFFFF).isEqualTo(0xFDE725);
    int bar = left + 400 + 16 + 9;
    assertThat(image.getRGB(bar, top + 1) & 0xFFFFFF).isBetween(0xF00000, 0xFFFFFF);
    assertThat(image.getRGB(bar, top + 398) & 0xFFFFFF).isBetween(0x440000, 0x46FFFF);
  }

  @Test
  void aFlatMapIsDrawnToo() {
    BufferedImage image =
        HeatMaps.image(
            "t",
            List.of(
                new HeatMaps.Panel("one", "unit", new double[4]),
                new HeatMaps.Panel("two", "unit", new double[4])),
            2);
    assertThat(image.getRGB(100, 300) & 0xFFFFFF).isEqualTo(0x440154);
  }
}
