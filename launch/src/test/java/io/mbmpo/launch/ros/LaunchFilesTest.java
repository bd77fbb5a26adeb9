package io.mbmpo.launch.ros;

import static io.mbmpo.launch.ros.LaunchFiles.MBMPO;
import static io.mbmpo.launch.ros.LaunchFiles.all;
import static io.mbmpo.launch.ros.LaunchFiles.commands;
import static io.mbmpo.launch.ros.LaunchFiles.mbmpo;
import static io.mbmpo.launch.ros.LaunchFiles.node;
import static io.mbmpo.launch.ros.LaunchFiles.started;
import static io.mbmpo.launch.ros.LaunchFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mbmpo.controller.rcl.NodeParameter;
import io.mbmpo.controller.rcl.NodeSettings;
import io.mbmpo.launch.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launch files start, with which arguments: evaluated, not read. */
class LaunchFilesTest {
  /** For each file sets of arguments that together use them all. */
  private static final Map<String, List<List<String>>> CASES =
      Map.of(
          "controller.launch.py",
          List.of(
              List.of("run:=/a run"),
              List.of("run:=/a run", "wire:=dds", "interface:=all", "clock:=arrival")),
          "simulator.launch.py",
          List.of(List.of()),
          "view.launch.py",
          List.of(List.of("robot:=anymal_c")),
          "ros2_control.launch.py",
          List.of(List.of()),
          "robot.launch.py",
          List.of(List.of("run:=/r"), List.of("run:=/r", "ros2_control:=effort", "view:=true")),
          "gazebo.launch.py",
          List.of(
              List.of("gazebo:=11", "run:=/r"),
              List.of("gazebo:=fortress", "folder:=@", "run:=/r"),
              List.of("gazebo:=harmonic", "folder:=@", "gui:=false")),
          "finetune.launch.py",
          List.of(List.of("from:=/r"), List.of("run:=/r", "start_broker:=false")),
          "replay.launch.py",
          List.of(List.of("recording:=/a.mcap"), List.of("recording:=/r", "check:=true")));

  @TempDir static Path folder;
  private static LaunchFiles files;

  @BeforeAll
  static void installed() throws IOException {
    files = LaunchFiles.withExports(folder);
  }

  static Stream<String> names() {
    return CASES.keySet().stream().sorted();
  }

  private static JsonNode evaluate(String file, List<String> arguments) throws Exception {
    return files.evaluate(file, arguments, Map.of());
  }

  private static JsonNode evaluate(String file, String... arguments) throws Exception {
    return evaluate(file, List.of(arguments));
  }

  @Test
  void allLaunchFilesAreLookedAt() {
    assertThat(RosWorkspace.launchFiles())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(CASES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyArgumentIsExplainedAndUsed(String file) throws Exception {
    Set<String> used = new TreeSet<>();
    JsonNode said = null;
    for (List<String> arguments : CASES.get(file)) {
      said = evaluate(file, arguments);
      used.addAll(texts(said.get("used")));
    }
    assertThat(said.get("docstring").asText()).endsWith(".");
    assertThat(said.get("arguments").has("robot")).as("which robot").isTrue();
    for (Map.Entry<String, JsonNode> argument : said.get("arguments").properties()) {
      JsonNode about = argument.getValue();
      assertThat(about.get("description").asText()).as(argument.getKey()).endsWith(".");
      if (!about.get("choices").isEmpty() && !about.get("default").isNull()) {
        assertThat(texts(about.get("choices"))).contains(about.get("default").asText());
      }
      assertThat(used).contains(argument.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsStartedIsDeclaredInThePackage(String file) throws Exception {
    List<String> declared = RosWorkspace.dependencies(LaunchFiles.BRINGUP, "exec_depend");
    for (List<String> arguments : CASES.get(file)) {
      JsonNode found = evaluate(file, arguments);
      assertThat(all(found, "nodes"))
          .allSatisfy(node -> assertThat(declared).contains(node.get("package").asText()));
      if (commands(found).stream().anyMatch(command -> command.get(0).equals("gz_sim"))) {
        assertThat(declared).contains("ros_gz_sim");
      }
      if (commands(found).stream().anyMatch(command -> command.get(0).equals("ros2"))) {
        assertThat(declared).contains("ros2bag", "rosbag2_storage_mcap");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandIsOneThatMbmpoUnderstands(String file) throws Exception {
    for (List<String> arguments : CASES.get(file)) {
      for (List<String> command : commands(evaluate(file, arguments))) {
        if (command.get(0).equals(MBMPO)) {
          String[] words = command.subList(1, command.size()).toArray(String[]::new);
          assertThat(CommandLines.of(RosWorkspace.ROOT).parseArgs(words).hasSubcommand())
              .as("%s", command)
              .isTrue();
        }
      }
    }
  }

  @Test
  void byRcljavaTheControllerIsANodeWithTheParametersThatItKnows() throws Exception {
    JsonNode found = evaluate("controller.launch.py", "run:=/a run", "namespace:=lab", "domain:=7");
    assertThat(commands(found)).isEmpty();
    assertThat(started(found)).containsExactly("mbmpo_controller/controller");
    JsonNode node = found.get("nodes").get(0);
    assertThat(node.get("namespace").asText()).isEqualTo("lab");
    assertThat(node.get("parameters").get("run").asText()).isEqualTo("/a run");
    assertThat(found.get("environment").get("ROS_DOMAIN_ID").asText()).isEqualTo("7");
    for (NodeParameter known : NodeSettings.DECLARED) {
      JsonNode given = node.get("parameters").path(known.name());
      if (!given.isMissingNode() && !known.name().equals("run")) {
        assertThat(given.asText()).as(known.name()).isEqualTo(known.standard().toString());
        assertThat(given.isNumber()).as(known.name()).isEqualTo(known.isNumber());
      }
    }
    assertThat(NodeSettings.DECLARED)
        .extracting(NodeParameter::name)
        .containsAll(node.get("parameters").properties().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void whatTheRunOrTheRobotKnowsIsPassedToTheNodeOnlyWhenItIsSaid() throws Exception {
    JsonNode silent = evaluate("controller.launch.py", "run:=/r").get("nodes").get(0);
    assertThat(silent.get("parameters").has("robot")).isFalse();
    assertThat(silent.get("parameters").has("estimate")).isFalse();
    JsonNode said =
        evaluate(
                "controller.launch.py",
                "run:=/r",
                "robot:=anymal_c",
                "estimate:=true",
                "metrics:=9500",
                "keys:=/k")
            .get("nodes")
            .get(0)
            .get("parameters");
    assertThat(said.get("robot").asText()).isEqualTo("anymal_c");
    assertThat(said.get("estimate").asBoolean()).isTrue();
    assertThat(said.get("metrics").asText()).isEqualTo("9500");
    assertThat(said.get("keys").asText()).isEqualTo("/k");
  }

  @Test
  void withoutANamespaceTheRobotsOwnHolds() throws Exception {
    JsonNode node = evaluate("controller.launch.py", "run:=/r").get("nodes").get(0);
    assertThat(node.get("namespace").isNull()).as("any other would be passed to the node").isTrue();
  }

  @Test
  void theNodeIsStartedAnewOnlyWhenItAsksForIt() throws Exception {
    JsonNode exits = evaluate("controller.launch.py", "run:=/r").get("nodes").get(0).get("exits");
    assertThat(started(exits.get("75"))).containsExactly("mbmpo_controller/controller");
    assertThat(started(exits.get("0"))).isEmpty();
    assertThat(started(exits.get("1"))).isEmpty();
  }

  @Test
  void byDdsTheControllerIsACommandAndWhatIsNotSaidIsLeftToTheRobot() throws Exception {
    JsonNode found = evaluate("controller.launch.py", "run:=/a run", "wire:=dds");
    assertThat(started(found)).isEmpty();
    assertThat(commands(found))
        .containsExactly(
            mbmpo(
                "robot",
                "--wire",
                "ros2",
                "--run",
                "/a run",
                "--broker",
                "tcp://127.0.0.1:1883",
                "--domain",
                "0"));
    assertThat(
            commands(
                    evaluate(
                        "controller.launch.py",
                        "run:=/r",
                        "wire:=dds",
                        "clock:=arrival",
                        "command:=effort",
                        "interface:=10.0.0.2",
                        "namespace:=lab"))
                .get(0))
        .containsSequence("--namespace", "lab", "--interface", "10.0.0.2")
        .containsSequence("--clock", "arrival", "--command", "effort");
  }

  @Test
  void aWireOrRunThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> evaluate("controller.launch.py", "run:=/r", "wire:=tin"))
        .hasMessageContaining("wire");
    assertThatThrownBy(() -> evaluate("controller.launch.py")).hasMessageContaining("run");
  }

  @Test
  void theDomainOfTheEnvironmentHolds() throws Exception {
    assertThat(
            commands(
                files.evaluate("simulator.launch.py", List.of(), Map.of("ROS_DOMAIN_ID", "34"))))
        .containsExactly(mbmpo("sim", "--robot", "go1", "--domain", "34", "--seed", "1"));
  }

  @ParameterizedTest
  @CsvSource({"go1, trunk", "anymal_c, base"})
  void rvizStandsOnTheRobotsRoot(String robot, String root) throws Exception {
    JsonNode found = evaluate("view.launch.py", "robot:=" + robot);
    assertThat(texts(node(found, "rviz2").get("arguments"))).endsWith("-f", root);
    assertThat(
            node(found, "robot_state_publisher")
                .get("parameters")
                .get("robot_description")
                .asText())
        .isEqualTo(
            Files.readString(
                RosWorkspace.ROOT.resolve("robot-configs/" + robot + "/" + robot + ".urdf")));
    assertThat(started(evaluate("view.launch.py", "rviz:=false", "diagnostics:=false")))
        .containsExactly("robot_state_publisher/robot_state_publisher");
  }

  @ParameterizedTest
  @ValueSource(strings = {"position", "effort"})
  void aRobotWithRos2ControlGetsItsControllersAndIsCommandedThroughThem(String what)
      throws Exception {
    JsonNode found =
        evaluate(
            "robot.launch.py",
            "run:=/r",
            "robot:=anymal_c",
            "ros2_control:=" + what,
            "controller_manager:=/c");
    assertThat(started(found))
        .containsExactly(
            "controller_manager/spawner", "controller_manager/spawner", "joy/joy_node");
    List<String> second = texts(found.get("nodes").get(1).get("arguments"));
    assertThat(second)
        .startsWith("forward_" + what + "_controller", "--controller-manager", "/c")
        .contains("--param-file");
    assertThat(Path.of(second.get(second.size() - 1)))
        .isRegularFile()
        .hasFileName("anymal_c_controllers.yaml");
    assertThat(commands(found).get(0)).containsSequence("--command", what);
    assertThat(node(found, "joy").get("parameters").get("autorepeat_rate").asDouble())
        .isEqualTo(20);
  }

  @Test
  void aRobotWithoutRos2ControlIsCommandedAsItsConfigurationSays() throws Exception {
    JsonNode found = evaluate("robot.launch.py", "run:=/r", "joy:=false");
    assertThat(started(found)).isEmpty();
    assertThat(commands(found)).hasSize(1);
    assertThat(commands(found).get(0)).doesNotContain("--command", "--clock");
  }
}
