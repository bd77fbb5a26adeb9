package io.mbmpo.launch.ros;

import static io.mbmpo.launch.ros.RosWorkspace.read;
import static io.mbmpo.launch.ros.RosWorkspace.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mbmpo.controller.wire.StatusTopics;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import io.mbmpo.sim.gazebo.GazeboRelease;
import io.mbmpo.sim.gazebo.Ros2ControlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What ros2_control, ros_gz_bridge and the viewers are told is what the controller really speaks.
 */
class RosToolsTest {
  private static final Path ROBOTS = RosWorkspace.ROOT.resolve("robot-configs");
  private static final Ros2Config.Topics TOPICS = Ros2Config.DEFAULT.topics();

  /** Topics as tools see them, with their types. */
  private static final Map<String, String> TYPES =
      Map.of(
          "/" + TOPICS.jointStates(),
          "sensor_msgs/JointState",
          "/" + TOPICS.imu(),
          "sensor_msgs/Imu",
          "/" + TOPICS.odometry(),
          "nav_msgs/Odometry",
          "/" + TOPICS.joy(),
          "sensor_msgs/Joy",
          "/" + TOPICS.commands(),
          "std_msgs/Float64MultiArray",
          TOPICS.diagnostics(),
          "diagnostic_msgs/DiagnosticArray",
          "/" + TOPICS.status(),
          "std_msgs/String");

  static List<String> robots() {
    return RobotConfigLoader.available(ROBOTS);
  }

  private static JsonNode yaml(String file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(read(LaunchFiles.BRINGUP.resolve(file)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> order(RobotConfig robot) {
    return robot.ros2().commandOrder().isEmpty()
        ? robot.joints().stream().map(JointConfig::name).toList()
        : robot.ros2().commandOrder();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void ros2ControlHasTheRobotsJointsInTheOrderOfTheCommand(String name) throws IOException {
    RobotConfig robot = RobotConfigLoader.load(ROBOTS.resolve(name));
    JsonNode yaml = yaml("config/" + name + "_controllers.yaml");
    JsonNode manager = yaml.at("/controller_manager/ros__parameters");
    for (String kind : List.of("position", "effort")) {
      JsonNode controller = yaml.at("/forward_" + kind + "_controller/ros__parameters");
      assertThat(texts(controller.get("joints"))).isEqualTo(order(robot));
      assertThat(controller.get("interface_name").asText()).isEqualTo(kind);
      assertThat(manager.at("/forward_" + kind + "_controller/type").asText())
          .isEqualTo("forward_command_controller/ForwardCommandController");
    }
    assertThat(manager.get("update_rate").asInt()).isEqualTo(robot.control().tickRateHz());
  }

  @ParameterizedTest
  @EnumSource(GazeboRelease.class)
  void theBridgeTurnsWhatGazeboPublishesIntoWhatTheControllerReads(GazeboRelease release)
      throws IOException {
    JsonNode bridge = yaml("config/bridge_" + release.text() + ".yaml");
    assertThat(bridge)
        .extracting(
            each -> each.get("gz_topic_name").asText(),
            each -> each.get("gz_type_name").asText(),
            each -> each.get("ros_topic_name").asText(),
            each -> each.get("ros_type_name").asText().replace("/msg/", "/"),
            each -> each.get("direction").asText())
        .containsExactlyInAnyOrder(
            tuple("/clock", release.message("Clock"), "/clock", "rosgraph_msgs/Clock", "GZ_TO_ROS"),
            tuple(
                Ros2ControlWriter.IMU_TOPIC,
                release.message("IMU"),
                TOPICS.imu(),
                TYPES.get("/" + TOPICS.imu()),
                "GZ_TO_ROS"),
            tuple(
                Ros2ControlWriter.ODOMETRY_TOPIC,
                release.message("Odometry"),
                TOPICS.odometry(),
                TYPES.get("/" + TOPICS.odometry()),
                "GZ_TO_ROS"));
  }

  @Test
  void everyStatusThatIsPublishedIsAggregated() throws IOException {
    JsonNode parameters = yaml("config/diagnostics.yaml").at("/~1**/ros__parameters");
    List<String> aggregated = new ArrayList<>();
    parameters.forEach(
        each -> {
          if (each.isObject()) {
            aggregated.addAll(texts(each.get("contains")));
            assertThat(each.get("type").asText())
                .isEqualTo("diagnostic_aggregator/GenericAnalyzer");
          }
        });
    assertThat(aggregated).containsExactlyInAnyOrderElementsOf(StatusTopics.names());
  }

  /** The longest topic that a path begins with; the rest of the path is in the message. */
  private static void assertShown(String path) {
    String topic =
        TYPES.keySet().stream()
            .filter(each -> path.startsWith(each + "/") || path.startsWith(each + "."))
            .findFirst()
            .orElseThrow(() -> new AssertionError(path + " is in no topic"));
    assertThatCode(
            () -> RosMessages.fieldType(TYPES.get(topic), path.substring(topic.length() + 1)))
        .as(path)
        .doesNotThrowAnyException();
  }

  @Test
  void foxgloveShowsTopicsAndFieldsThatExist() throws IOException {
    JsonNode panels =
        new ObjectMapper()
            .readTree(read(LaunchFiles.BRINGUP.resolve("foxglove/mbmpo.json")))
            .get("configById");
    List<String> shown = new ArrayList<>();
    for (JsonNode panel : panels) {
      panel.path("paths").forEach(path -> shown.add(path.get("value").asText()));
      if (panel.has("topicPath")) {
        shown.add(panel.get("topicPath").asText());
      }
      if (panel.has("topicToRender")) {
        assertThat(panel.get("topicToRender").asText()).isEqualTo(TOPICS.diagnostics());
      }
    }
    assertThat(shown).hasSizeGreaterThan(4).allSatisfy(RosToolsTest::assertShown);
    assertThat(shown).anyMatch(path -> path.startsWith("/" + TOPICS.commands()));
  }

  @ParameterizedTest
  @MethodSource("robots")
  void plotJugglerShowsEveryJointMeasuredAndCommandedInTheOrderOfTheCommand(String name) {
    RobotConfig robot = RobotConfigLoader.load(ROBOTS.resolve(name));
    Element root = xml(LaunchFiles.BRINGUP.resolve("plotjuggler/" + name + ".xml"));
    List<String> curves = attributes(root.getElementsByTagName("curve"), "name");
    String states = "/" + TOPICS.jointStates() + "/";
    String commands = "/" + TOPICS.commands() + "/";
    List<String> joints = order(robot);
    for (String quantity : List.of("position", "velocity")) {
      assertThat(curves)
          .filteredOn(curve -> curve.startsWith(states) && curve.endsWith(quantity))
          .containsExactlyElementsOf(
              joints.stream().map(joint -> states + joint + "/" + quantity).toList());
    }
    assertThat(curves)
        .filteredOn(curve -> curve.startsWith(commands))
        .containsExactlyElementsOf(
            IntStream.range(0, joints.size()).mapToObj(i -> commands + "data[" + i + "]").toList());
    assertThat(curves)
        .filteredOn(curve -> !curve.startsWith(states))
        .allSatisfy(RosToolsTest::assertShown);
  }

  private static List<String> attributes(NodeList elements, String name) {
    return IntStream.range(0, elements.getLength())
        .mapToObj(i -> ((Element) elements.item(i)).getAttribute(name))
        .toList();
  }

  @Test
  void rvizShowsTheRobotAndItsOdometry() throws IOException {
    JsonNode displays = yaml("rviz/mbmpo.rviz").at("/Visualization Manager/Displays");
    List<String> topics = new ArrayList<>();
    for (JsonNode display : displays) {
      for (String field : List.of("Topic", "Description Topic")) {
        if (display.has(field)) {
          topics.add(display.get(field).get("Value").asText());
        }
      }
    }
    assertThat(topics).containsExactlyInAnyOrder("robot_description", TOPICS.odometry());
  }

  @Test
  void aWrongFieldOrTopicWouldBeSeen() {
    assertThat(RosMessages.fieldType("nav_msgs/Odometry", "twist/twist/linear/x"))
        .isEqualTo("float64");
    assertThatCode(() -> RosMessages.fieldType("nav_msgs/Odometry", "twist/linear/x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("linear");
    assertThatCode(() -> assertShown("/odometry.twist.twist.linear.x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no topic");
  }

  @Test
  void nothingIsLeftOverFromARobotThatIsGone() throws IOException {
    for (String folder : List.of("config", "plotjuggler")) {
      try (var files = Files.list(LaunchFiles.BRINGUP.resolve(folder))) {
        assertThat(
                files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("\\w+(_controllers\\.yaml|\\.xml)"))
                    .map(file -> file.replaceFirst("(_controllers\\.yaml|\\.xml)$", "")))
            .containsExactlyInAnyOrderElementsOf(robots());
      }
    }
  }
}
