package io.mbmpo.sim;

/**
 * Mass of one rigid body in its own frame.
 *
 * @param massKg kg
 * @param com centre of mass, m
 * @param inertia 3×3 row by row about the centre of mass, axes of the body's frame, kg·m²
 */
public record BodyMass(double massKg, double[] com, double[] inertia) {

  /** Adds up parts of a body (parallel-axis theorem). */
  static final class Sum {
    private double mass;
    private final double[] moment = new double[3];

    /** About the frame's origin, so that parts simply add. */
    private final double[] atOrigin = new double[9];

    void add(double massKg, Transform com, double[] inertia) {
      double[] c = {com.x(), com.y(), com.z()};
      double[] turned = com.rotateTensor(inertia);
      double[] shift = parallelAxis(massKg, c);
      mass += massKg;
      for (int i = 0; i < 3; i++) {
        moment[i] += massKg * c[i];
      }
      for (int i = 0; i < 9; i++) {
        atOrigin[i] += turned[i] + shift[i];
      }
    }

    double massKg() {
      return mass;
    }

    BodyMass total() {
      double[] com = {moment[0] / mass, moment[1] / mass, moment[2] / mass};
      double[] shift = parallelAxis(mass, com);
      double[] inertia = new double[9];
      for (int i = 0; i < 9; i++) {
        inertia[i] = atOrigin[i] - shift[i];
      }
      return new BodyMass(mass, com, inertia);
    }

    /** m·(|c|²·1 − c·cᵀ). */
    private static double[] parallelAxis(double mass, double[] c) {
      double square = c[0] * c[0] + c[1] * c[1] + c[2] * c[2];
      double[] out = new double[9];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          out[3 * i + j] = mass * ((i == j ? square : 0) - c[i] * c[j]);
        }
      }
      return out;
    }
  }
}
