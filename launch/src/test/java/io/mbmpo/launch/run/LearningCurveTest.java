package io.mbmpo.launch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  private static final int FALL = 0xD62728;
  private static final int SPEED = 0x1F77B4;

  @TempDir Path folder;

  @Test
  void theCurveAndTheFallsAreInThePicture() throws Exception {
    Path file = folder.resolve("curve.png");
    LearningCurve.draw("go1, seed 1", Rows.upTo(12), file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(pixels(image, SPEED)).isGreaterThan(500);
    assertThat(pixels(image, FALL)).isGreaterThan(20);
  }

  @Test
  void withoutFallsNothingIsMarked() {
    List<IterationRow> late = Rows.upTo(12).subList(4, 12);
    assertThat(pixels(LearningCurve.image("go1", late), FALL)).isZero();
  }

  @Test
  void aRunWithoutAnIterationIsDrawnToo() {
    assertThat(LearningCurve.image("go1", List.of()).getWidth()).isPositive();
    assertThat(LearningCurve.image("go1", Rows.upTo(1)).getWidth()).isPositive();
  }

  private static int pixels(BufferedImage image, int rgb) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
      }
    }
    return count;
  }
}
