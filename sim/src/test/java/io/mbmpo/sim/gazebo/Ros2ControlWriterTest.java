package io.mbmpo.sim.gazebo;

import static io.mbmpo.sim.gazebo.Sdf.number;
import static io.mbmpo.sim.gazebo.Sdf.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The robot as ros2_control and Gazebo Fortress or Harmonic are told of it. */
class Ros2ControlWriterTest {
  private static final Path ROBOTS = Path.of(System.getProperty("mbmpo.root"), "robot-configs");
  private static final Path CONTROLLERS = Path.of("/config/some robot & more.yaml");

  private static RobotConfig robot(String name) {
    return RobotConfigLoader.load(ROBOTS.resolve(name));
  }

  static Stream<Arguments> robotsAndReleases() {
    return Stream.of("go1", "anymal_c")
        .flatMap(robot -> Stream.of(GazeboRelease.values()).map(r -> Arguments.of(robot, r)));
  }

  private static Ros2ControlWriter writer(String robot, GazeboRelease release) {
    return new Ros2ControlWriter(robot(robot), release, CONTROLLERS);
  }

  private static List<String> plugins(Element within) {
    return Sdf.elements(within, "plugin").stream().map(e -> e.getAttribute("filename")).toList();
  }

  @ParameterizedTest
  @MethodSource("robotsAndReleases")
  void everyJointCanBeCommandedWithinItsLimitsAndBeginsInTheCrouch(
      String name, GazeboRelease release) throws IOException {
    String original = Files.readString(ROBOTS.resolve(name).resolve(name + ".urdf"));
    Element urdf = Sdf.root(writer(name, release).urdf(original));
    Element control = Sdf.child(urdf, "ros2_control");
    assertThat(control.getAttribute("type")).isEqualTo("system");
    assertThat(Sdf.child(Sdf.child(control, "hardware"), "plugin").getTextContent())
        .isEqualTo(
            release == GazeboRelease.FORTRESS
                ? "ign_ros2_control/IgnitionSystem"
                : "gz_ros2_control/GazeboSimSystem");
    List<Element> joints = Sdf.elements(control, "joint");
    assertThat(joints)
        .extracting(joint -> joint.getAttribute("name"))
        .containsExactlyElementsOf(robot(name).joints().stream().map(JointConfig::name).toList());
    for (int i = 0; i < joints.size(); i++) {
      JointConfig joint = robot(name).joints().get(i);
      List<Element> commands = Sdf.elements(joints.get(i), "command_interface");
      assertThat(commands)
          .extracting(
              e -> e.getAttribute("name"), e -> parameter(e, "min"), e -> parameter(e, "max"))
          .containsExactly(
              tuple("position", joint.lowerRad(), joint.upperRad()),
              tuple("effort", -joint.effortLimitNm(), joint.effortLimitNm()));
      List<Element> states = Sdf.elements(joints.get(i), "state_interface");
      assertThat(states)
          .extracting(e -> e.getAttribute("name"))
          .containsExactly("position", "velocity", "effort");
      assertThat(parameter(states.get(0), "initial_value")).isEqualTo(joint.crouchRad());
    }
  }

  private static double parameter(Element within, String name) {
    return Sdf.elements(within, "param").stream()
        .filter(e -> e.getAttribute("name").equals(name))
        .mapToDouble(e -> Double.parseDouble(e.getTextContent()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("robotsAndReleases")
  void theUrdfIsOtherwiseTheRobotsOwn(String name, GazeboRelease release) throws IOException {
    String original = Files.readString(ROBOTS.resolve(name).resolve(name + ".urdf"));
    String written = writer(name, release).urdf(original);
    assertThat(
            written.replaceFirst("(?s) *<ros2_control.*</ros2_control>\\n", "")) // and nothing else
        .isEqualTo(original);
  }

  @Test
  void aUrdfWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> writer("go1", GazeboRelease.HARMONIC).urdf("<robot name='x'/>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("</robot>");
  }

  @ParameterizedTest
  @MethodSource("robotsAndReleases")
  void sensorsAreInTheTrunksFrameAtTheTickRate(String name, GazeboRelease release) {
    RobotConfig robot = robot(name);
    Sdf model = Sdf.model(writer(name, release).model(), name);
    List<Element> sensors = model.all("sensor");
    assertThat(sensors).hasSize(1);
    Element imu = sensors.get(0);
    assertThat(((Element) imu.getParentNode()).getAttribute("name"))
        .isEqualTo(robot.model().root());
    assertThat(Sdf.child(imu, "pose")).as("at the trunk's origin").isNull();
    assertThat(number(imu, "update_rate")).isEqualTo(robot.control().tickRateHz());
    assertThat(text(imu, "topic")).isEqualTo(Ros2ControlWriter.IMU_TOPIC);
    assertThat(text(Sdf.child(imu, "imu"), "orientation_reference_frame", "localization"))
        .as("REP-103, not the pose at the start")
        .isEqualTo("ENU");
    Element odometry = model.all("plugin").get(0);
    assertThat(number(odometry, "odom_publish_frequency")).isEqualTo(robot.control().tickRateHz());
    assertThat(number(odometry, "dimensions")).isEqualTo(3);
    assertThat(text(odometry, "odom_frame")).isEqualTo("odom");
    assertThat(text(odometry, "robot_base_frame")).isEqualTo(robot.model().root());
    assertThat(text(odometry, "odom_topic")).isEqualTo(Ros2ControlWriter.ODOMETRY_TOPIC);
  }

  private static String text(Element from, String... path) {
    Element at = from;
    for (String step : path) {
      at = Sdf.child(at, step);
    }
    return at.getTextContent();
  }

  @Test
  void systemsHaveTheNamesOfTheirRelease() {
    Element fortress = Sdf.root(writer("go1", GazeboRelease.FORTRESS).world(Ground.FLAT));
    Element harmonic = Sdf.root(writer("go1", GazeboRelease.HARMONIC).world(Ground.FLAT));
    assertThat(plugins(fortress))
        .containsExactly(
            "ignition-gazebo-physics-system",
            "ignition-gazebo-user-commands-system",
            "ignition-gazebo-scene-broadcaster-system",
            "ignition-gazebo-imu-system",
            "ignition-gazebo-odometry-publisher-system",
            "ign_ros2_control-system");
    assertThat(plugins(harmonic))
        .containsExactly(
            "gz-sim-physics-system",
            "gz-sim-user-commands-system",
            "gz-sim-scene-broadcaster-system",
            "gz-sim-imu-system",
            "gz-sim-odometry-publisher-system",
            "gz_ros2_control-system");
    assertThat(Sdf.elements(fortress, "plugin"))
        .extracting(e -> e.getAttribute("name"))
        .contains(
            "ignition::gazebo::systems::OdometryPublisher",
            "ign_ros2_control::IgnitionROS2ControlPlugin");
    assertThat(Sdf.elements(harmonic, "plugin"))
        .extracting(e -> e.getAttribute("name"))
        .contains(
            "gz::sim::systems::OdometryPublisher", "gz_ros2_control::GazeboSimROS2ControlPlugin");
    assertThat(GazeboRelease.FORTRESS.message("IMU")).isEqualTo("ignition.msgs.IMU");
    assertThat(GazeboRelease.HARMONIC.message("IMU")).isEqualTo("gz.msgs.IMU");
    assertThat(text(Sdf.elements(harmonic, "plugin").get(5), "parameters"))
        .isEqualTo(CONTROLLERS.toString());
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void theRobotLiesOnTheSameGroundAsInGazebo11(Ground ground) {
    RobotConfig robot = robot("go1");
    String world = writer("go1", GazeboRelease.HARMONIC).world(ground);
    assertThat(Sdf.model(world, "ground").all("collision"))
        .extracting(Element::getTextContent)
        .containsExactlyElementsOf(
            Sdf.model(new SdfWriter(robot).emptyWorld(ground), "ground").all("collision").stream()
                .map(Element::getTextContent)
                .toList());
    Element model =
        (Element) Sdf.model(world, "go1").named("link", robot.model().root()).getParentNode();
    double[] start = numbers(model, "pose");
    double height = start[2] - Math.tan(ground.slopeRad()) * start[0];
    assertThat(height).as("the trunk over the ground").isBetween(0.04, 0.12);
    assertThat(start[4]).as("lies as the ground does").isCloseTo(-ground.slopeRad(), within(1e-9));
    double ticksPerStep =
        number((Element) model.getParentNode(), "physics", "max_step_size")
            * robot.control().tickRateHz();
    assertThat(1 / ticksPerStep).as("physics steps in a tick").isCloseTo(2, within(1e-9));
  }
}
