package io.mbmpo.sim.identify;

import com.google.common.math.Quantiles;
import java.util.List;

/**
 * A way to part the equations in two. Were the model right, both halves would say the same, but for
 * noise; how much more they differ is the model's error, of which a bootstrap knows nothing.
 */
enum Split {
  TIME(
      "in the first half of the time",
      "in the second",
      "it changed meanwhile (warming up, something loose): record it warm, and longer") {
    @Override
    double by(Row row) {
      return row.block();
    }
  },
  SPEED(
      "where it moves slowly",
      "where it moves fast",
      "its friction is not of the simulated form at these speeds: record it at 1 to 5 rad/s, as"
          + " ./mbmpo robot --stage excite does") {
    @Override
    double by(Row row) {
      return row.speedRadS();
    }
  },
  ACCELERATION(
      "where it moves gently",
      "where it moves briskly",
      "its inertia or its delay is not the model's: check the URDF's masses; record smooth motion,"
          + " as ./mbmpo robot --stage excite does") {
    @Override
    double by(Row row) {
      return row.accelerationRadS2();
    }
  },
  POSITION(
      "in the lower half of its range",
      "in the upper",
      "something pulls at it, or the URDF's masses are not the robot's: check them; record it"
          + " hanging free") {
    @Override
    double by(Row row) {
      return row.positionRad();
    }
  };

  private final String first;
  private final String second;
  private final String remedy;

  Split(String first, String second, String remedy) {
    this.first = first;
    this.second = second;
    this.remedy = remedy;
  }

  /** What the equations are parted by. */
  abstract double by(Row row);

  /** Of each joint's moving rows, those below the median, or the others. */
  Equations.Part half(Equations equations, int joints, boolean upper) {
    double[] median = new double[joints];
    for (int j = 0; j < joints; j++) {
      List<Row> moving = equations.rows(j).stream().filter(Row::moves).toList();
      median[j] =
          moving.isEmpty()
              ? 0
              : Quantiles.median().compute(moving.stream().mapToDouble(this::by).toArray());
    }
    return (joint, row) -> by(row) > median[joint] == upper;
  }

  /** What the two halves say, and what to do about it. */
  String words(double inFirst, double inSecond, String unit) {
    return (Identification.text(inFirst) + " " + unit).strip()
        + " "
        + first
        + ", "
        + Identification.text(inSecond)
        + " "
        + second
        + ": "
        + remedy;
  }
}
