package io.mbmpo.sim.view;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.SimulatedQuadruped;
import io.mbmpo.sim.Truth;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Films a simulated robot: call {@link #capture} after every step; a frame is drawn whenever one is
 * due in simulated time. The camera follows the robot; the caption tells time, speed and distance
 * forward (world x) since the first frame. One thread; allocates.
 */
public final class GifRecorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GifRecorder.class);
  private static final int WIDTH = 480;
  private static final int HEIGHT = 270;
  private static final int DELAY_HUNDREDTHS = 5;
  private static final long FRAME_NANOS = DELAY_HUNDREDTHS * 10_000_000L;

  /** Over how many frames the captioned speed is averaged: half a second. */
  private static final int SPEED_FRAMES = 10;

  /** Share of the way to the robot that the camera moves between frames. */
  private static final double FOLLOW = 0.3;

  private final GifWriter writer;
  private final RobotPainter painter;
  private final String title;
  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final double[] lookAt = new double[2];
  private final Deque<Double> passed = new ArrayDeque<>();
  private boolean captions = true;
  private boolean begun;
  private long firstNanos;
  private long nextNanos;
  private double startX;

  /**
   * Begins the film, replacing an older file.
   *
   * @param title first words of the caption
   * @throws IOException naming the file, when it cannot be written
   */
  public GifRecorder(Path file, RobotConfig config, String title) throws IOException {
    this.title = title;
    this.painter = new RobotPainter(config, WIDTH, HEIGHT);
    this.writer = new GifWriter(file, Tint.palette(), DELAY_HUNDREDTHS);
  }

  /** Draws a frame if one is due, 20 a second of simulated time. */
  public void capture(SimulatedQuadruped robot) throws IOException {
    capture(robot.truth());
  }

  /** Draws a frame if one is due, 20 a second of simulated time. */
  public void capture(Truth truth) throws IOException {
    if (!begun) {
      begun = true;
      firstNanos = truth.stampNanos;
      nextNanos = truth.stampNanos;
      startX = truth.position[0];
      lookAt[0] = truth.position[0];
      lookAt[1] = truth.position[1];
    }
    if (truth.stampNanos < nextNanos) {
      return;
    }
    nextNanos += FRAME_NANOS;
    lookAt[0] += FOLLOW * (truth.position[0] - lookAt[0]);
    lookAt[1] += FOLLOW * (truth.position[1] - lookAt[1]);
    draw(truth);
    writer.add(image);
  }

  private void draw(Truth truth) {
    passed.addLast(truth.position[0]);
    if (passed.size() > SPEED_FRAMES + 1) {
      passed.removeFirst();
    }
    double span = Math.max(1, passed.size() - 1) * 0.01 * DELAY_HUNDREDTHS;
    double speed = (passed.getLast() - passed.getFirst()) / span;
    Graphics2D g = image.createGraphics();
    try {
      painter.paint(g, truth, lookAt);
      String caption =
          String.format(
              Locale.ROOT,
              "%s   %.1f s   %+.2f m/s   %+.2f m",
              title,
              1e-9 * (truth.stampNanos - firstNanos),
              speed,
              truth.position[0] - startX);
      if (captions) {
        caption(g, caption);
      }
    } finally {
      g.dispose();
    }
  }

  private void caption(Graphics2D g, String text) {
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
      g.setColor(Color.BLACK);
      g.drawString(text, 12, 22);
    } catch (RuntimeException | LinkageError | InternalError e) {
      captions = false;
      log.warn(
          "no captions: this machine has no fonts for Java ({}); install fontconfig and a"
              + " font, such as fonts-dejavu-core",
          e.toString());
    }
  }

  /** The last frame, for tests. */
  BufferedImage frame() {
    return image;
  }

  /** Ends the film; without any frame the file stays empty. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
