package io.mbmpo.sim.view;

import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.sim.BodyTree.PlacedShape;
import io.mbmpo.sim.Transform;
import java.util.ArrayList;
import java.util.List;

/**
 * A shape as flat faces in the frame of its body. Spheres stay round: one point and a radius.
 *
 * @param body index of the body that carries it
 * @param tint what it is made of
 * @param faces corners of each face, counter-clockwise from outside, m; empty for a sphere
 * @param centre middle, m
 * @param radius of a sphere, m
 */
record Solid(int body, Tint tint, List<double[][]> faces, double[] centre, double radius) {
  private static final int SIDES = 10;

  static Solid of(int body, Tint tint, PlacedShape placed) {
    Transform at = placed.at();
    double[] centre = {at.x(), at.y(), at.z()};
    List<double[][]> faces = new ArrayList<>();
    double radius = 0;
    if (placed.shape() instanceof Shape.Sphere sphere) {
      radius = sphere.radius();
    } else if (placed.shape() instanceof Shape.Box box) {
      double[][] outline = {
        {-box.x() / 2, -box.y() / 2}, {box.x() / 2, -box.y() / 2},
        {box.x() / 2, box.y() / 2}, {-box.x() / 2, box.y() / 2}
      };
      prism(at, outline, box.z(), faces);
    } else if (placed.shape() instanceof Shape.Cylinder cylinder) {
      double[][] outline = new double[SIDES][];
      for (int i = 0; i < SIDES; i++) {
        double angle = 2 * Math.PI * i / SIDES;
        outline[i] =
            new double[] {cylinder.radius() * Math.cos(angle), cylinder.radius() * Math.sin(angle)};
      }
      prism(at, outline, cylinder.length(), faces);
    }
    return new Solid(body, tint, List.copyOf(faces), centre, radius);
  }

  /** An outline in x and y, counter-clockwise, drawn out along z. */
  private static void prism(
      Transform at, double[][] outline, double length, List<double[][]> faces) {
    int n = outline.length;
    double[][] top = new double[n][];
    double[][] bottom = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] p = outline[i];
      double[] q = outline[(i + 1) % n];
      top[i] = at.apply(p[0], p[1], length / 2);
      bottom[n - 1 - i] = at.apply(p[0], p[1], -length / 2);
      faces.add(
          new double[][] {
            at.apply(p[0], p[1], -length / 2), at.apply(q[0], q[1], -length / 2),
            at.apply(q[0], q[1], length / 2), at.apply(p[0], p[1], length / 2)
          });
    }
    faces.add(top);
    faces.add(bottom);
  }
}
