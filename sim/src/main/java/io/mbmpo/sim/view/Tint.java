package io.mbmpo.sim.view;

import java.awt.Color;
import java.awt.image.IndexColorModel;

/** The few colours of the picture, each in shades from dark to light: one small palette. */
enum Tint {
  SKY(0xE8EEF2),
  GROUND(0xC9CFC4),
  TRUNK(0xF08A24),
  LEG(0x4A5866),
  FOOT(0x22282E);

  private static final int SHADES = 12;
  private static final double DARKEST = 0.35;

  private final int rgb;

  Tint(int rgb) {
    this.rgb = rgb;
  }

  /**
   * A shade of this colour.
   *
   * @param light 0 (darkest) to 1 (the colour itself)
   */
  Color shade(double light) {
    int step = (int) Math.round(Math.max(0, Math.min(1, light)) * (SHADES - 1));
    double factor = DARKEST + (1 - DARKEST) * step / (SHADES - 1);
    return new Color(
        (int) (factor * (rgb >> 16 & 255)),
        (int) (factor * (rgb >> 8 & 255)),
        (int) (factor * (rgb & 255)));
  }

  /** All shades of all colours, and black and white. */
  static IndexColorModel palette() {
    int size = 64; // GIF tables are powers of two; what is left over stays black
    byte[] r = new byte[size];
    byte[] g = new byte[size];
    byte[] b = new byte[size];
    int at = 0;
    for (Tint tint : values()) {
      for (int s = 0; s < SHADES; s++) {
        Color c = tint.shade(s / (SHADES - 1.0));
        r[at] = (byte) c.getRed();
        g[at] = (byte) c.getGreen();
        b[at++] = (byte) c.getBlue();
      }
    }
    r[at] = (byte) 255;
    g[at] = (byte) 255;
    b[at] = (byte) 255;
    return new IndexColorModel(8, size, r, g, b);
  }
}
