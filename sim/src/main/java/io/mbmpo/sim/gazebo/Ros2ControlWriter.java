package io.mbmpo.sim.gazebo;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.nio.file.Path;

/**
 * A robot for Gazebo Fortress or Harmonic, moved by ros2_control and sensed by Gazebo's own
 * systems: model, worlds with the robot in them, and the URDF that its controller manager reads.
 * Sensors are in the trunk's frame, at the tick rate, without noise.
 */
public final class Ros2ControlWriter {
  /** What Gazebo calls the robot's IMU; {@code ros_gz_bridge} makes {@code imu/data} of it. */
  public static final String IMU_TOPIC = "/mbmpo/imu";

  /**
   * What Gazebo calls the trunk's pose and twist; {@code ros_gz_bridge} makes {@code odom} of it.
   */
  public static final String ODOMETRY_TOPIC = "/mbmpo/odometry";

  /** The newest SDF that both releases read. */
  static final String VERSION = "1.9";

  private static final String END_OF_URDF = "</robot>";

  private final RobotConfig config;
  private final GazeboRelease release;
  private final Path controllers;
  private final SdfWriter sdf;

  /**
   * For one release.
   *
   * @param controllers absolute path of the controllers' YAML file, which Gazebo reads at its start
   */
  public Ros2ControlWriter(RobotConfig config, GazeboRelease release, Path controllers) {
    this.config = config;
    this.release = release;
    this.controllers = controllers;
    sdf = new SdfWriter(config);
  }

  /** The robot alone. */
  public String model() {
    return SdfWriter.document(VERSION, xml -> robot(xml, null));
  }

  /** What Gazebo wants to know about a model folder ({@code model.config}). */
  public String modelConfig() {
    return sdf.modelConfig(VERSION);
  }

  /** Ground, light, the systems of simulation and sensors, and the robot in its crouch. */
  public String world(Ground ground) {
    return SdfWriter.document(
        VERSION,
        xml ->
            xml.element(
                "world",
                () -> {
                  xml.leaf("gravity", 0, 0, -9.81);
                  physics(xml);
                  system(xml, "physics", "Physics", () -> {});
                  system(xml, "user-commands", "UserCommands", () -> {});
                  system(xml, "scene-broadcaster", "SceneBroadcaster", () -> {});
                  system(xml, "imu", "Imu", () -> {});
                  SdfWriter.sun(xml);
                  sdf.ground(xml, ground);
                  robot(xml, sdf.start(ground));
                },
                "name",
                ground.text()));
  }

  /**
   * The robot's URDF with what ros2_control is to know: position and effort to command, position,
   * velocity and effort to read, limits, and the crouch as the pose to begin in.
   *
   * @param urdf the file's text
   */
  public String urdf(String urdf) {
    int end = urdf.lastIndexOf(END_OF_URDF);
    if (end < 0) {
      throw new IllegalArgumentException("no " + END_OF_URDF + " in the URDF");
    }
    return urdf.substring(0, end) + hardware() + urdf.substring(end);
  }

  private String hardware() {
    Xml xml = Xml.within(1);
    xml.element(
        "ros2_control",
        () -> {
          xml.element("hardware", () -> xml.leaf("plugin", release.hardware()));
          config.joints().forEach(joint -> joint(xml, joint));
        },
        "name",
        "gazebo",
        "type",
        "system");
    return xml.toString();
  }

  private static void joint(Xml xml, JointConfig joint) {
    xml.element(
        "joint",
        () -> {
          command(xml, "position", joint.lowerRad(), joint.upperRad());
          command(xml, "effort", -joint.effortLimitNm(), joint.effortLimitNm());
          xml.element(
              "state_interface",
              () -> parameter(xml, "initial_value", joint.crouchRad()),
              "name",
              "position");
          xml.empty("state_interface", "name", "velocity");
          xml.empty("state_interface", "name", "effort");
        },
        "name",
        joint.name());
  }

  private static void command(Xml xml, String name, double least, double most) {
    xml.element(
        "command_interface",
        () -> {
          parameter(xml, "min", least);
          parameter(xml, "max", most);
        },
        "name",
        name);
  }

  private static void parameter(Xml xml, String name, double value) {
    xml.leaf("param", Xml.numbers(value), "name", name);
  }

  /** The same steps as in Gazebo 11, so that a tick is a whole number of them. */
  private void physics(Xml xml) {
    xml.element(
        "physics",
        () -> xml.leaf("max_step_size", sdf.stepS()).leaf("real_time_factor", 1),
        "name",
        "steps",
        "type",
        "ignored");
  }

  private void robot(Xml xml, double[] start) {
    RobotSdf robot = new RobotSdf(config);
    robot.write(
        xml,
        new RobotSdf.Additions() {
          @Override
          public void first() {
            if (start != null) {
              xml.leaf("pose", start);
            }
          }

          @Override
          public void inTrunk() {
            imu(xml);
          }

          @Override
          public void last() {
            odometry(xml);
            control(xml);
          }
        });
  }

  /**
   * Orientation in the world's frame: without a named frame Gazebo tells it from the start pose.
   */
  private void imu(Xml xml) {
    xml.element(
        "sensor",
        () -> {
          xml.leaf("topic", IMU_TOPIC);
          xml.leaf("update_rate", config.control().tickRateHz()).leaf("always_on", "true");
          xml.element(
              "imu",
              () ->
                  xml.element(
                      "orientation_reference_frame", () -> xml.leaf("localization", "ENU")));
        },
        "name",
        "imu",
        "type",
        "imu");
  }

  private void odometry(Xml xml) {
    system(
        xml,
        "odometry-publisher",
        "OdometryPublisher",
        () ->
            xml.leaf("odom_frame", "odom")
                .leaf("robot_base_frame", config.model().root())
                .leaf("odom_topic", ODOMETRY_TOPIC)
                .leaf("odom_publish_frequency", config.control().tickRateHz())
                .leaf("dimensions", "3"));
  }

  private void control(Xml xml) {
    xml.element(
        "plugin",
        () -> xml.leaf("parameters", controllers.toString()),
        "filename",
        release.controlFile(),
        "name",
        release.controlPlugin());
  }

  private void system(Xml xml, String file, String name, Runnable inside) {
    xml.element("plugin", inside, "filename", release.file(file), "name", release.system(name));
  }
}
