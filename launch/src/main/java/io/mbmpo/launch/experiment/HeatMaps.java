package io.mbmpo.launch.experiment;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Maps over a square, side by side, each with a bar that tells its colours. */
final class HeatMaps {
  private static final int MAP = 400;
  private static final int LEFT = 60;
  private static final int TOP = 96;
  private static final int BOTTOM = 60;
  private static final int BAR = 18;
  private static final int PANEL = LEFT + MAP + 16 + BAR + 76;
  private static final Color INK = new Color(0x33, 0x33, 0x33);

  /** Viridis (van der Walt and Smith), every eighth of the way. */
  private static final int[] VIRIDIS = {
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725
  };

  private HeatMaps() {}

  /**
   * One map.
   *
   * @param values row-major [side][side], the first row at the bottom
   */
  record Panel(String title, String unit, double[] values) {}

  /**
   * @param reachM half the side of the square
   */
  static BufferedImage image(String title, List<Panel> panels, double reachM) {
    BufferedImage image =
        new BufferedImage(PANEL * panels.size(), TOP + MAP + BOTTOM, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
    g.drawString(title, LEFT, 32);
    for (int i = 0; i < panels.size(); i++) {
      Graphics2D panel = (Graphics2D) g.create();
      panel.translate(i * PANEL + LEFT, TOP);
      paint(panel, panels.get(i), reachM);
      panel.dispose();
    }
    g.dispose();
    return image;
  }

  private static void paint(Graphics2D g, Panel panel, double reachM) {
    double low = Arrays.stream(panel.values()).min().orElse(0);
    double high = Arrays.stream(panel.values()).max().orElse(0);
    int side = (int) Math.round(Math.sqrt(panel.values().length));
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        g.setColor(color((panel.values()[row * side + column] - low) / (high - low)));
        int x = column * MAP / side;
        int y = (side - 1 - row) * MAP / side;
        g.fillRect(x, y, (column + 1) * MAP / side - x, (side - row) * MAP / side - y);
      }
    }
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    g.drawString(panel.title(), 0, -30);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    g.drawString(panel.unit(), 0, -12);
    g.drawRect(0, 0, MAP, MAP);
    axes(g, reachM);
    bar(g, low, high);
  }

  private static void axes(Graphics2D g, double reachM) {
    FontMetrics font = g.getFontMetrics();
    for (int tick = 0; tick <= 4; tick++) {
      int at = tick * MAP / 4;
      String text = String.format(Locale.ROOT, "%.0f", reachM * (tick / 2.0 - 1));
      g.drawLine(at, MAP, at, MAP + 4);
      g.drawString(text, at - font.stringWidth(text) / 2, MAP + 18);
      g.drawLine(-4, MAP - at, 0, MAP - at);
      g.drawString(text, -8 - font.stringWidth(text), MAP - at + 4);
    }
    g.drawString("x, m", MAP / 2 - 12, MAP + 36);
    g.drawString("y, m", -46, MAP / 2 - 20);
  }

  private static void bar(Graphics2D g, double low, double high) {
    int x = MAP + 16;
    for (int y = 0; y < MAP; y++) {
      g.setColor(color(1 - y / (MAP - 1.0)));
      g.drawLine(x, y, x + BAR, y);
    }
    g.setColor(INK);
    g.drawRect(x, 0, BAR, MAP);
    for (int tick = 0; tick <= 4; tick++) {
      double value = low + (high - low) * tick / 4;
      g.drawString(
          String.format(Locale.ROOT, "%.3g", value), x + BAR + 6, MAP - tick * MAP / 4 + 4);
    }
  }

  /** NaN, as on a map without any difference, is the lowest. */
  private static Color color(double share) {
    double at = Double.isNaN(share) ? 0 : Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
    int i = Math.min((int) at, VIRIDIS.length - 2);
    double rest = at - i;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double from = VIRIDIS[i] >> shift & 0xFF;
      double to = VIRIDIS[i + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(from + rest * (to - from)) << shift;
    }
    return new Color(rgb);
  }
}
