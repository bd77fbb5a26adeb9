package io.mbmpo.sim.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.SimulationOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifRecorderTest {
  @TempDir Path folder;

  private final RobotConfig config =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));

  /** Stands up from the crouch within a second, then treads. */
  private Path film(double seconds) throws IOException {
    InProcessPort port = new InProcessPort(config.jointCount());
    SimulatedQuadruped robot = new SimulatedQuadruped(config, SimulationOptions.nominal(), port);
    JointCommand command = new JointCommand(config.jointCount());
    Path file = folder.resolve("walk.gif");
    try (GifRecorder recorder = new GifRecorder(file, config, "go1")) {
      for (int i = 0; i < seconds * 500; i++) {
        double share = Math.min(1, i / 500.0);
        for (int j = 0; j < config.jointCount(); j++) {
          JointConfig joint = config.joints().get(j);
          int leg = j / 3;
          double tread = 0.2 * Math.sin(0.03 * i + (leg == 0 || leg == 3 ? 0 : Math.PI));
          double crouch = joint.crouchRad();
          command.position[j] =
              crouch + share * (joint.stanceRad() - crouch) + (j % 3 == 0 ? 0 : share * tread);
          command.kp[j] = joint.kpNmRad();
          command.kd[j] = joint.kdNmsRad();
        }
        port.send(command);
        robot.step();
        recorder.capture(robot);
      }
    }
    return file;
  }

  @Test
  void theFilmHasTwentyFramesASecondLoopsAndStaysSmall() throws IOException {
    Path file = film(3);
    assertThat(Files.size(file)).isLessThan(750_000);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(60);
      IIOMetadataNode first =
          (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
      IIOMetadataNode control =
          (IIOMetadataNode) first.getElementsByTagName("GraphicControlExtension").item(0);
      assertThat(control.getAttribute("delayTime")).isEqualTo("5");
      IIOMetadataNode loop =
          (IIOMetadataNode) first.getElementsByTagName("ApplicationExtension").item(0);
      assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
      assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
      BufferedImage lying = reader.read(0);
      BufferedImage standing = reader.read(50);
      assertThat(lying.getWidth()).isEqualTo(480);
      assertThat(topOfTheTrunk(standing)).as("it rises").isLessThan(topOfTheTrunk(lying) - 10);
    } finally {
      reader.dispose();
    }
  }

  /** First row from the top that holds a dozen orange pixels. */
  private static int topOfTheTrunk(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      int orange = 0;
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        if ((rgb >> 16 & 255) > 120 && (rgb & 255) < (rgb >> 16 & 255) / 3) {
          orange++;
        }
      }
      if (orange > 12) {
        return y;
      }
    }
    throw new AssertionError("no trunk in the picture");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path nowhere = folder.resolve("missing").resolve("walk.gif");
    assertThatThrownBy(() -> new GifRecorder(nowhere, config, "go1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("walk.gif");
  }
}
