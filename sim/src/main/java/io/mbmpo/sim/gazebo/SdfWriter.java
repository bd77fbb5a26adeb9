package io.mbmpo.sim.gazebo;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.BodyTree;
import io.mbmpo.sim.Transform;
import java.util.List;
import java.util.function.Consumer;

/**
 * A robot and its ground as SDF, from its configuration alone: one source for URDF and SDF. Worlds
 * are for Gazebo 11 and carry the robot's end of the ROS 2 wire ({@code sim/gazebo/plugin}); models
 * are for any Gazebo.
 */
public final class SdfWriter {
  /** Written at the head of every document: the oldest version with frames. */
  static final String VERSION = "1.7";

  /** Longest physics step; a longer control period is cut into equal parts. */
  static final long MAX_PHYSICS_STEP_NANOS = 1_000_000;

  /** Room left under the lowest point at the start, m. */
  private static final double CLEARANCE_M = 0.002;

  private final RobotConfig config;

  public SdfWriter(RobotConfig config) {
    this.config = config;
  }

  /** The robot alone, without drives. */
  public String model() {
    return document(VERSION, xml -> new RobotSdf(config).write(xml, new RobotSdf.Additions() {}));
  }

  /** What Gazebo wants to know about a model folder ({@code model.config}). */
  public String modelConfig() {
    return modelConfig(VERSION);
  }

  String modelConfig(String sdfVersion) {
    Xml xml = new Xml();
    xml.element(
        "model",
        () ->
            xml.leaf("name", config.name())
                .leaf("version", "1.0")
                .leaf("sdf", "model.sdf", "version", sdfVersion)
                .leaf("description", config.description()));
    return xml.toString();
  }

  /** A world for Gazebo 11: ground, light, and the robot in its crouch with its drives. */
  public String world(Ground ground, GazeboWire wire) {
    return document(
        VERSION,
        xml ->
            xml.element(
                "world",
                () -> {
                  xml.leaf("gravity", 0, 0, -9.81);
                  physics(xml);
                  sun(xml);
                  ground(xml, ground);
                  new RobotSdf(config)
                      .write(
                          xml,
                          new RobotSdf.Additions() {
                            @Override
                            public void last() {
                              plugin(xml, ground, wire);
                            }
                          });
                },
                "name",
                ground.text()));
  }

  /** The ground alone, in a world of any Gazebo. */
  public String emptyWorld(Ground ground) {
    return document(
        VERSION,
        xml ->
            xml.element(
                "world",
                () -> {
                  xml.leaf("gravity", 0, 0, -9.81);
                  sun(xml);
                  ground(xml, ground);
                },
                "name",
                ground.text()));
  }

  static String document(String version, Consumer<Xml> inside) {
    Xml xml = new Xml();
    xml.element("sdf", () -> inside.accept(xml), "version", version);
    return xml.toString();
  }

  private int substeps() {
    long tick = config.control().tickPeriodNanos();
    return (int) ((tick + MAX_PHYSICS_STEP_NANOS - 1) / MAX_PHYSICS_STEP_NANOS);
  }

  /** Length of a physics step, s. */
  double stepS() {
    return 1e-9 * config.control().tickPeriodNanos() / substeps();
  }

  private void physics(Xml xml) {
    xml.element(
        "physics",
        () -> {
          xml.leaf("max_step_size", stepS());
          xml.leaf("real_time_factor", 1);
          xml.leaf("real_time_update_rate", 0); // the plugin keeps the pace
          xml.element(
              "ode",
              () -> {
                xml.element(
                    "solver", () -> xml.leaf("type", "quick").leaf("iters", "50").leaf("sor", 1.3));
                xml.element(
                    "constraints",
                    () ->
                        xml.leaf("cfm", 0)
                            .leaf("erp", 0.2)
                            .leaf("contact_max_correcting_vel", 100)
                            .leaf("contact_surface_layer", 0.0));
              });
        },
        "name",
        "ode",
        "type",
        "ode",
        "default",
        "true");
  }

  static void sun(Xml xml) {
    xml.element(
        "light",
        () -> {
          xml.leaf("pose", 0, 0, 10, 0, 0, 0).leaf("cast_shadows", "true");
          xml.leaf("diffuse", 0.8, 0.8, 0.8, 1).leaf("direction", -0.5, 0.1, -0.9);
        },
        "name",
        "sun",
        "type",
        "directional");
  }

  void ground(Xml xml, Ground ground) {
    xml.element(
        "model",
        () -> {
          xml.leaf("static", "true");
          xml.element("link", () -> groundShapes(xml, ground), "name", "link");
        },
        "name",
        "ground");
  }

  private void groundShapes(Xml xml, Ground ground) {
    double mu = config.simulation().groundFriction() * ground.frictionFactor();
    double slope = ground.slopeRad();
    Runnable plane =
        () ->
            xml.element(
                "plane",
                () ->
                    xml.leaf("normal", -Math.sin(slope), 0, Math.cos(slope))
                        .leaf("size", 100, 100));
    part(xml, "plane", new double[6], plane, mu);
    double[] heights = ground.heights();
    for (int i = 0; i < heights.length; i++) {
      if (heights[i] == 0) {
        continue;
      }
      int column = i % Ground.TILES;
      int row = i / Ground.TILES;
      double x = (column + 0.5 - 0.5 * Ground.TILES) * Ground.TILE_M;
      double y = (row + 0.5 - 0.5 * Ground.TILES) * Ground.TILE_M;
      double z = heights[i];
      part(
          xml,
          "tile_" + i,
          new double[] {x, y, z / 2, 0, 0, 0},
          () -> xml.element("box", () -> xml.leaf("size", Ground.TILE_M, Ground.TILE_M, z)),
          mu);
    }
  }

  /** SDF wants names that are unique in a link, also between shapes to touch and to see. */
  private static void part(Xml xml, String name, double[] pose, Runnable shape, double mu) {
    xml.element(
        "collision",
        () -> {
          xml.leaf("pose", pose);
          xml.element("geometry", shape);
          xml.element("surface", () -> RobotSdf.friction(xml, mu));
        },
        "name",
        name);
    xml.element(
        "visual",
        () -> {
          xml.leaf("pose", pose);
          xml.element("geometry", shape);
        },
        "name",
        name + "_visual");
  }

  private void plugin(Xml xml, Ground ground, GazeboWire wire) {
    Ros2Config ros2 = config.ros2();
    xml.element(
        "plugin",
        () -> {
          xml.leaf("domain", Integer.toString(wire.domainId()));
          topics(xml, wire.topics());
          xml.leaf("lockstep", Boolean.toString(wire.lockstep()));
          xml.leaf("seed", Long.toString(wire.seed()));
          xml.leaf("trunk", config.model().root());
          xml.leaf("tick_ns", Long.toString(config.control().tickPeriodNanos()));
          xml.leaf("substeps", Integer.toString(substeps()));
          xml.leaf("perturbation", config.simulation().startPerturbationRad());
          IdentifiedConfig identified = config.simulation().identified();
          xml.leaf("strength", identified.motorStrength());
          xml.leaf("command_delay_ticks", ticks(identified.commandDelayS()));
          xml.leaf("sensor_delay_ticks", ticks(identified.sensorDelayS()));
          xml.leaf("start", start(ground));
          xml.leaf("command", ros2.command().text());
          drives(xml, ros2);
          xml.element(
              "ground",
              () -> {
                int tiles = ground.tiled() ? Ground.TILES : 0;
                xml.leaf("slope", Math.tan(ground.slopeRad())).leaf("tile", Ground.TILE_M);
                xml.leaf("columns", Integer.toString(tiles)).leaf("rows", Integer.toString(tiles));
                xml.leaf("heights", ground.heights());
              });
        },
        "name",
        "mbmpo",
        "filename",
        "libmbmpo_gazebo.so");
  }

  /** The nearest number of control periods, as in the embedded simulator. */
  private String ticks(double seconds) {
    return Long.toString(Math.round(seconds * 1e9 / config.control().tickPeriodNanos()));
  }

  private static void topics(Xml xml, GazeboWire.Topics topics) {
    xml.element(
        "topics",
        () ->
            xml.leaf("joint_states", topics.jointStates())
                .leaf("imu", topics.imu())
                .leaf("odometry", topics.odometry())
                .leaf("commands", topics.commands())
                .leaf("reset", topics.reset())
                .leaf("reset_done", topics.resetDone())
                .leaf("fault", topics.fault())
                .leaf("fault_done", topics.faultDone()));
  }

  private void drives(Xml xml, Ros2Config ros2) {
    List<String> names = config.joints().stream().map(JointConfig::name).toList();
    List<String> order = ros2.commandOrder().isEmpty() ? names : ros2.commandOrder();
    for (JointConfig joint : config.joints()) {
      xml.element(
          "drive",
          () ->
              xml.leaf("joint", joint.name())
                  .leaf("column", Integer.toString(order.indexOf(joint.name())))
                  .leaf("kp", joint.kpNmRad())
                  .leaf("kd", joint.kdNmsRad())
                  .leaf("damping", joint.dampingNmsRad())
                  .leaf("effort_limit", joint.effortLimitNm())
                  .leaf("velocity_limit", joint.velocityLimitRadS())
                  .leaf("lower", joint.lowerRad())
                  .leaf("upper", joint.upperRad())
                  .leaf("crouch", joint.crouchRad()));
    }
  }

  /** The trunk's pose: in the crouch just over the ground, turned with its slope. */
  double[] start(Ground ground) {
    BodyTree tree = new BodyTree(config);
    double[] crouch = config.joints().stream().mapToDouble(JointConfig::crouchRad).toArray();
    Transform upright = Transform.of(new double[] {0, 0, 0, 1}, new double[3]);
    double height = CLEARANCE_M - tree.lowestPoint(tree.forward(upright, crouch));
    double slope = ground.slopeRad();
    return new double[] {-Math.sin(slope) * height, 0, Math.cos(slope) * height, 0, -slope, 0};
  }
}
