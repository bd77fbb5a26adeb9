package io.mbmpo.controller.stage;

import java.util.List;
import java.util.Map;

/**
 * What a stage does once the robot holds itself, and how it is judged. All but {@link #checks},
 * {@link #figures} and {@link #doing} belongs to the control thread and allocates nothing.
 */
interface Trial {
  /** The robot has settled: begins. */
  void begin(Readings now);

  /** One tick; true when it is over. */
  boolean tick(Readings now);

  /** How far the robot is to be lowered, from 0 to 1. */
  default double lowering() {
    return 0;
  }

  /** Added to the joints' targets, rad; the live array. */
  double[] offsets();

  /** The operator's walk button counts. */
  default boolean walks() {
    return false;
  }

  /** What it does now, for people. Any thread. */
  String doing();

  /** The judgement, after its end. */
  List<Check> checks();

  /** What was measured, after its end. */
  void figures(Map<String, Double> into);
}
