package io.mbmpo.launch.ros;

import static io.mbmpo.launch.ros.RosWorkspace.children;
import static io.mbmpo.launch.ros.RosWorkspace.outline;
import static io.mbmpo.launch.ros.RosWorkspace.read;
import static io.mbmpo.launch.ros.RosWorkspace.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mbmpo.controller.rcl.NodeParameter;
import io.mbmpo.controller.rcl.NodeSettings;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What can be known of the ROS 2 packages without a ROS installation. */
class RosPackagesTest {
  /** REP 149: in this order at the beginning, dependencies then, export at the end. */
  private static final List<String> FIRST =
      List.of("name", "version", "description", "maintainer", "license", "url", "author");

  private static final Set<String> DEPENDENCIES =
      Set.of(
          "depend",
          "build_depend",
          "build_export_depend",
          "buildtool_depend",
          "buildtool_export_depend",
          "exec_depend",
          "test_depend",
          "doc_depend",
          "conflict",
          "replace",
          "group_depend",
          "member_of_group");

  private static final String VERSION = "0.1.0";

  static List<Path> packages() {
    return RosWorkspace.packages();
  }

  static List<Path> launchFiles() {
    return RosWorkspace.launchFiles();
  }

  private static List<String> dependencies(Path folder, String... kinds) {
    return children(xml(folder.resolve("package.xml"))).stream()
        .filter(e -> Set.of(kinds).contains(e.getTagName()))
        .map(e -> e.getTextContent().strip())
        .toList();
  }

  @Test
  void allPackagesAreLookedAt() {
    assertThat(packages())
        .extracting(folder -> folder.getFileName().toString())
        .contains("mbmpo_controller", "mbmpo_description", "mbmpo_bringup");
    assertThat(launchFiles()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageXmlIsOfFormat3(Path folder) {
    Element root = xml(folder.resolve("package.xml"));
    assertThat(root.getTagName()).isEqualTo("package");
    assertThat(root.getAttribute("format")).isEqualTo("3");
    List<Element> elements = children(root);
    List<Integer> order = new ArrayList<>();
    for (Element element : elements) {
      String tag = element.getTagName();
      int place = FIRST.indexOf(tag);
      order.add(place >= 0 ? place : tag.equals("export") ? 1000 : 100);
      assertThat(place >= 0 || tag.equals("export") || DEPENDENCIES.contains(tag)).as(tag).isTrue();
      assertThat(element.getTextContent()).as(tag).isNotBlank();
    }
    assertThat(order).isSorted();
    assertThat(text(elements, "name")).containsExactly(folder.getFileName().toString());
    assertThat(text(elements, "name").get(0)).matches("[a-z][a-z0-9_]*[a-z0-9]");
    assertThat(text(elements, "version")).containsExactly(VERSION);
    assertThat(text(elements, "description")).hasSize(1);
    assertThat(text(elements, "license")).isNotEmpty();
    assertThat(elements)
        .filteredOn(e -> e.getTagName().equals("maintainer"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.getAttribute("email")).matches("[^@\\s]+@[^@\\s]+\\.\\w+"));
    Element export = elements.get(elements.size() - 1);
    assertThat(export.getTagName()).isEqualTo("export");
    assertThat(children(export))
        .extracting(Element::getTagName, Element::getTextContent)
        .contains(tuple("build_type", "ament_cmake"));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void noDependencyIsDeclaredTwice(Path folder) {
    List<String> seen = new ArrayList<>();
    for (Element element : children(xml(folder.resolve("package.xml")))) {
      if (DEPENDENCIES.contains(element.getTagName())) {
        seen.add(element.getTagName() + " " + element.getTextContent().strip());
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
    List<String> both = new ArrayList<>(dependencies(folder, "depend"));
    both.retainAll(dependencies(folder, "build_depend", "exec_depend"));
    assertThat(both).as("depend says build_depend and exec_depend").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void whatCMakeLooksForIsDeclared(Path folder) {
    String cmake = read(folder.resolve("CMakeLists.txt"));
    List<String> declared =
        dependencies(folder, "depend", "build_depend", "buildtool_depend", "test_depend");
    Set<String> wanted = new HashSet<>();
    Matcher found = Pattern.compile("find_package\\((\\w+)").matcher(cmake);
    while (found.find()) {
      wanted.add(found.group(1));
    }
    Matcher each = Pattern.compile("foreach\\(pkg ([\\w ]+)\\)").matcher(cmake);
    while (each.find()) {
      wanted.addAll(List.of(each.group(1).split(" ")));
    }
    wanted.remove("Java");
    wanted.remove("rcljava_common"); // comes with rcljava
    assertThat(declared).containsAll(wanted);
    assertThat(cmake)
        .contains("project(" + folder.getFileName(), "ament_package()")
        .containsPattern("(?s)ament_package\\(\\)\\s*$");
  }

  @ParameterizedTest
  @MethodSource("launchFiles")
  void everyLaunchArgumentIsExplainedAndEveryOneUsedIsDeclared(Path file) throws Exception {
    JsonNode outline = outline(file);
    assertThat(outline.get("docstring").asText()).endsWith(".");
    JsonNode arguments = outline.get("arguments");
    assertThat(arguments.has("robot")).as("which robot").isTrue();
    List<String> names = new ArrayList<>();
    arguments
        .properties()
        .forEach(
            argument -> {
              names.add(argument.getKey());
              JsonNode said = argument.getValue();
              assertThat(said.get("description").asText()).as(argument.getKey()).endsWith(".");
              if (!said.get("choices").isEmpty() && said.get("default_text").isTextual()) {
                assertThat(said.get("choices"))
                    .extracting(JsonNode::asText)
                    .contains(said.get("default_text").asText());
              }
            });
    assertThat(outline.get("uses")).extracting(JsonNode::asText).isSubsetOf(names);
    assertThat(names).as("declared, but used by nothing").isSubsetOf(texts(outline.get("uses")));
  }

  @ParameterizedTest
  @MethodSource("launchFiles")
  void whatIsLaunchedIsDeclared(Path file) throws Exception {
    Path folder = file.getParent().getParent();
    assertThat(texts(outline(file).get("packages")))
        .isSubsetOf(dependencies(folder, "exec_depend"));
    Matcher shares =
        Pattern.compile("get_package_share_directory\\('(\\w+)'\\)").matcher(read(file));
    while (shares.find()) {
      String name = shares.group(1);
      if (!name.equals(folder.getFileName().toString())) {
        assertThat(dependencies(folder, "exec_depend")).contains(name);
      }
    }
  }

  @Test
  void theNodeIsGivenParametersThatItKnows() throws Exception {
    JsonNode outline =
        outline(RosWorkspace.PACKAGES.resolve("mbmpo_bringup/launch/controller.launch.py"));
    List<String> known = NodeSettings.DECLARED.stream().map(NodeParameter::name).toList();
    assertThat(texts(outline.get("parameters"))).isNotEmpty().isSubsetOf(known);
    for (NodeParameter parameter : NodeSettings.DECLARED) {
      JsonNode argument = outline.get("arguments").path(parameter.name());
      if (argument.path("default_text").isTextual()) {
        assertThat(argument.get("default_text").asText())
            .as(parameter.name())
            .isEqualTo(parameter.standard().toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void ros2ControlHasTheRobotsJointsInTheOrderOfTheCommand(String robot) throws IOException {
    RobotConfig config =
        RobotConfigLoader.load(RosWorkspace.ROOT.resolve("robot-configs").resolve(robot));
    JsonNode yaml = yaml("mbmpo_bringup/config/" + robot + "_controllers.yaml");
    List<String> joints = config.joints().stream().map(JointConfig::name).toList();
    List<String> order =
        config.ros2().commandOrder().isEmpty() ? joints : config.ros2().commandOrder();
    for (String kind : List.of("position", "effort")) {
      JsonNode controller = yaml.at("/forward_" + kind + "_controller/ros__parameters");
      assertThat(texts(controller.get("joints"))).isEqualTo(order);
      assertThat(controller.get("interface_name").asText()).isEqualTo(kind);
    }
    assertThat(yaml.at("/controller_manager/ros__parameters/update_rate").asInt())
        .isEqualTo(config.control().tickRateHz());
  }

  @Test
  void everyRobotHasItsControllersConfiguration() throws IOException {
    try (Stream<Path> folders = Files.list(RosWorkspace.ROOT.resolve("robot-configs"))) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("robot.yaml"))))
          .allSatisfy(
              folder ->
                  assertThat(
                          RosWorkspace.PACKAGES.resolve(
                              "mbmpo_bringup/config/" + folder.getFileName() + "_controllers.yaml"))
                      .exists());
    }
  }

  @Test
  void layoutsCanBeRead() throws IOException {
    assertThat(yaml("mbmpo_bringup/rviz/mbmpo.rviz").at("/Visualization Manager/Displays"))
        .isNotEmpty();
    assertThat(
            new ObjectMapper()
                .readTree(read(RosWorkspace.PACKAGES.resolve("mbmpo_bringup/foxglove/mbmpo.json")))
                .get("configById"))
        .isNotEmpty();
    RobotConfig go1 = RobotConfigLoader.load(RosWorkspace.ROOT.resolve("robot-configs/go1"));
    String plots = read(RosWorkspace.PACKAGES.resolve("mbmpo_bringup/plotjuggler/go1.xml"));
    assertThat(xml(RosWorkspace.PACKAGES.resolve("mbmpo_bringup/plotjuggler/go1.xml")).getTagName())
        .isEqualTo("root");
    for (JointConfig joint : go1.joints()) {
      assertThat(plots).contains("\"/joint_states/" + joint.name() + "/position\"");
    }
  }

  private static JsonNode yaml(String file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(read(RosWorkspace.PACKAGES.resolve(file)));
  }

  private static List<String> text(List<Element> elements, String tag) {
    return elements.stream()
        .filter(e -> e.getTagName().equals(tag))
        .map(e -> e.getTextContent().strip())
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
