package io.mbmpo.sim.view;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.KinematicTree.Shape;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.BodyTree;
import io.mbmpo.sim.BodyTree.Body;
import io.mbmpo.sim.BodyTree.PlacedShape;
import io.mbmpo.sim.Transform;
import io.mbmpo.sim.Truth;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws one moment: ground with a grid, shadow, and the robot's shapes from back to front. */
final class RobotPainter {
  /** Towards the light, unit vector. */
  private static final double[] LIGHT = {0.36, -0.48, 0.8};

  private final int width;
  private final int height;
  private final List<Solid> solids = new ArrayList<>();

  /** Trunk height in stance, m: the measure of the picture. */
  private final double size;

  RobotPainter(RobotConfig config, int width, int height) {
    this.width = width;
    this.height = height;
    BodyTree tree = new BodyTree(config);
    double[] stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    Transform[] frames =
        tree.forward(Transform.of(new double[] {0, 0, 0, 1}, new double[3]), stance);
    double lowest = 0;
    for (Transform frame : frames) {
      lowest = Math.min(lowest, frame.z());
    }
    size = -1.6 * lowest; // the lowest frame is a knee, somewhat above half-way down
    for (int i = 0; i < frames.length; i++) {
      addSolids(tree.bodies(), i);
    }
  }

  private void addSolids(List<Body> bodies, int index) {
    Body body = bodies.get(index);
    for (PlacedShape placed : body.shapes()) {
      boolean foot = placed.shape() instanceof Shape.Sphere;
      Tint tint = index == 0 ? Tint.TRUNK : foot ? Tint.FOOT : Tint.LEG;
      solids.add(Solid.of(index, tint, placed));
    }
    if (body.shapes().isEmpty()) {
      // A link that touches nothing has no shape; a ball at either joint shows where it is.
      double radius = 0.09 * size;
      solids.add(ball(index, 0, 0, 0, radius));
      for (Body child : bodies) {
        if (child.parent() == index) {
          Transform at = child.origin();
          solids.add(ball(index, at.x(), at.y(), at.z(), radius));
        }
      }
    }
  }

  private static Solid ball(int body, double x, double y, double z, double radius) {
    return new Solid(body, Tint.LEG, List.of(), new double[] {x, y, z}, radius);
  }

  /**
   * Draws into a picture of the size given.
   *
   * @param lookAt ground point that the camera follows (x, y), m
   */
  void paint(Graphics2D g, Truth truth, double[] lookAt) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    double[] target = {lookAt[0], lookAt[1], 0.6 * size};
    Camera camera = new Camera(width, height, target, 5 * size);
    paintGround(g, camera, lookAt);
    Transform[] frames = new Transform[truth.bodyPosition.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = Transform.of(truth.bodyOrientation[i], truth.bodyPosition[i]);
    }
    for (Solid solid : solids) {
      paintShadow(g, camera, solid, frames[solid.body()]);
    }
    paintSolids(g, camera, frames);
  }

  private void paintGround(Graphics2D g, Camera camera, double[] lookAt) {
    int horizon = (int) Math.round(camera.horizon());
    g.setColor(Tint.SKY.shade(1));
    g.fillRect(0, 0, width, Math.max(0, horizon));
    g.setColor(Tint.GROUND.shade(1));
    g.fillRect(0, Math.max(0, horizon), width, height);
    double spacing = size < 0.45 ? 0.25 : 0.5;
    int reach = 10;
    long cx = Math.round(lookAt[0] / spacing);
    long cy = Math.round(lookAt[1] / spacing);
    for (int i = -reach; i <= reach; i++) {
      double x = (cx + i) * spacing;
      double y = (cy + i) * spacing;
      boolean metre = Math.abs(x - Math.rint(x)) < 1e-9;
      g.setStroke(new BasicStroke(metre ? 2f : 1f));
      g.setColor(Tint.GROUND.shade(metre ? 0.45 : 0.8));
      line(g, camera, x, (cy - 3) * spacing, x, (cy + reach) * spacing);
      if (i >= -3) {
        g.setStroke(new BasicStroke(1f));
        g.setColor(Tint.GROUND.shade(0.8));
        line(g, camera, (cx - reach) * spacing, y, (cx + 3) * spacing, y);
      }
    }
  }

  private static void line(
      Graphics2D g, Camera camera, double x0, double y0, double x1, double y1) {
    double[] a = {x0, y0, 0};
    double[] b = {x1, y1, 0};
    double near = 0.05;
    double da = camera.depth(a);
    double db = camera.depth(b);
    if (da < near && db < near) {
      return;
    }
    if (da < near) {
      a = between(a, b, (near - da) / (db - da));
    } else if (db < near) {
      b = between(b, a, (near - db) / (da - db));
    }
    g.draw(new Line2D.Double(camera.x(a), camera.y(a), camera.x(b), camera.y(b)));
  }

  private static double[] between(double[] a, double[] b, double share) {
    return new double[] {
      a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])
    };
  }

  private static void paintShadow(Graphics2D g, Camera camera, Solid solid, Transform frame) {
    g.setColor(Tint.GROUND.shade(0.6));
    for (double[][] face : solid.faces()) {
      Path2D path = new Path2D.Double();
      for (double[] corner : face) {
        trace(path, camera, onGround(frame.apply(corner[0], corner[1], corner[2])));
      }
      path.closePath();
      g.fill(path);
    }
  }

  /** Where a point's shadow falls. */
  private static double[] onGround(double[] p) {
    double t = Math.max(0, p[2]) / LIGHT[2];
    return new double[] {p[0] - t * LIGHT[0], p[1] - t * LIGHT[1], 0};
  }

  private record Painted(double depth, Runnable paint) {}

  private void paintSolids(Graphics2D g, Camera camera, Transform[] frames) {
    List<Painted> work = new ArrayList<>();
    for (Solid solid : solids) {
      Transform frame = frames[solid.body()];
      double[] c = solid.centre();
      double[] centre = frame.apply(c[0], c[1], c[2]);
      if (camera.depth(centre) < 0.05) {
        continue;
      }
      // Shapes are convex: only whole shapes need sorting, their hidden faces are left out.
      work.add(
          new Painted(camera.depth(centre), () -> paintSolid(g, camera, solid, frame, centre)));
    }
    work.sort(Comparator.comparingDouble(Painted::depth).reversed());
    work.forEach(p -> p.paint().run());
  }

  private static void paintSolid(
      Graphics2D g, Camera camera, Solid solid, Transform frame, double[] centre) {
    g.setStroke(new BasicStroke(1f));
    if (solid.radius() > 0) {
      double r = solid.radius() * camera.pixelsPerMetre(centre);
      double x = camera.x(centre);
      double y = camera.y(centre);
      g.setColor(solid.tint().shade(0.5));
      g.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
      g.setColor(solid.tint().shade(0.9));
      g.fill(new Ellipse2D.Double(x - 0.55 * r, y - 0.75 * r, 1.1 * r, 1.1 * r));
      return;
    }
    for (double[][] face : solid.faces()) {
      double[][] p = new double[face.length][];
      for (int i = 0; i < p.length; i++) {
        p[i] = frame.apply(face[i][0], face[i][1], face[i][2]);
      }
      double[] normal = normal(p);
      if (!camera.sees(p[0], normal)) {
        continue;
      }
      double lit = normal[0] * LIGHT[0] + normal[1] * LIGHT[1] + normal[2] * LIGHT[2];
      Path2D path = new Path2D.Double();
      for (double[] corner : p) {
        trace(path, camera, corner);
      }
      path.closePath();
      g.setColor(solid.tint().shade(0.35 + 0.65 * Math.max(0, lit)));
      g.fill(path);
      g.draw(path);
    }
  }

  private static double[] normal(double[][] p) {
    double[] n = new double[3];
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      n[i] = (p[1][j] - p[0][j]) * (p[2][k] - p[0][k]) - (p[1][k] - p[0][k]) * (p[2][j] - p[0][j]);
    }
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    for (int i = 0; i < 3; i++) {
      n[i] /= length;
    }
    return n;
  }

  private static void trace(Path2D path, Camera camera, double[] p) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(camera.x(p), camera.y(p));
    } else {
      path.lineTo(camera.x(p), camera.y(p));
    }
  }
}
