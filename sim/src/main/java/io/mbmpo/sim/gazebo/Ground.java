package io.mbmpo.sim.gazebo;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What the robot walks on in Gazebo. The robot starts at the origin, facing along x. */
public enum Ground {
  /** A plane. */
  FLAT("level, with the robot's own friction", 0, 1, 0),
  /** A plane that rises along x. */
  SLOPE("rises by 8 degrees along x", Math.toRadians(8), 1, 0),
  /** Square tiles of random height around a level start. */
  ROUGH("tiles of 20 cm, up to 3 cm high, around a level start", 0, 1, 0.03),
  /** A plane as slippery as wet tiles. */
  SLIPPERY("level, with a quarter of the robot's friction", 0, 0.25, 0);

  /** Edge of a tile, m. */
  static final double TILE_M = 0.2;

  /** Tiles in a row and in a column; odd, so that one lies in the middle. */
  static final int TILES = 61;

  /** Around the start tiles are level as far as this many tiles. */
  private static final int LEVEL_TILES = 3;

  private static final long SEED = 20260101;

  private final String description;
  private final double slopeRad;
  private final double frictionFactor;
  private final double roughnessM;

  Ground(String description, double slopeRad, double frictionFactor, double roughnessM) {
    this.description = description;
    this.slopeRad = slopeRad;
    this.frictionFactor = frictionFactor;
    this.roughnessM = roughnessM;
  }

  /** As it is typed. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** The one of this name. */
  public static Optional<Ground> of(String text) {
    return Stream.of(values()).filter(ground -> ground.text().equals(text)).findFirst();
  }

  /** Rise along x, rad. */
  double slopeRad() {
    return slopeRad;
  }

  /** Factor on the robot's configured ground friction. */
  double frictionFactor() {
    return frictionFactor;
  }

  boolean tiled() {
    return roughnessM > 0;
  }

  /** Heights of the tiles, row by row (y), columns (x) within, m; always the same. */
  double[] heights() {
    if (!tiled()) {
      return new double[0];
    }
    Random random = new Random(SEED);
    double[] heights = new double[TILES * TILES];
    int middle = TILES / 2;
    for (int row = 0; row < TILES; row++) {
      for (int column = 0; column < TILES; column++) {
        double height = roughnessM * random.nextDouble();
        boolean level =
            Math.abs(row - middle) <= LEVEL_TILES && Math.abs(column - middle) <= LEVEL_TILES;
        heights[row * TILES + column] = level ? 0 : height;
      }
    }
    return heights;
  }
}
