package io.mbmpo.sim.benchmark;

import java.util.List;

/**
 * What a column of an observation measures. Its scale, before the policy sees it, follows from that
 * alone: one rule for all tasks, which brings usual motion to about ±1.
 */
enum Quantity {
  /** m, of a height or of what is left to a goal. */
  LENGTH(3f),
  /** m, of a place in a plane some metres wide. */
  PLACE(0.5f),
  /** rad. */
  ANGLE(1.5f),
  /** Component of a unit quaternion. */
  QUATERNION(1.5f),
  /** m/s. */
  LINEAR_VELOCITY(0.3f),
  /** rad/s. */
  ANGULAR_VELOCITY(0.1f);

  private final float scale;

  Quantity(float scale) {
    this.scale = scale;
  }

  static float[] scales(List<Quantity> columns) {
    float[] scales = new float[columns.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = columns.get(i).scale;
    }
    return scales;
  }
}
