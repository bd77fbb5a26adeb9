package io.mbmpo.launch.ros;

import static io.mbmpo.launch.ros.LaunchFiles.MBMPO;
import static io.mbmpo.launch.ros.LaunchFiles.afterExit;
import static io.mbmpo.launch.ros.LaunchFiles.all;
import static io.mbmpo.launch.ros.LaunchFiles.commands;
import static io.mbmpo.launch.ros.LaunchFiles.mbmpo;
import static io.mbmpo.launch.ros.LaunchFiles.node;
import static io.mbmpo.launch.ros.LaunchFiles.started;
import static io.mbmpo.launch.ros.LaunchFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launch files start for Gazebo, fine-tuning and replays. */
class LaunchedPartsTest {
  @TempDir static Path folder;
  private static LaunchFiles files;

  @BeforeAll
  static void installed() throws IOException {
    files = LaunchFiles.withExports(folder);
  }

  private static JsonNode evaluate(String file, List<String> arguments) throws Exception {
    return files.evaluate(file, arguments, Map.of());
  }

  private static JsonNode evaluate(String file, String... arguments) throws Exception {
    return evaluate(file, List.of(arguments));
  }

  @Test
  void gazebo11IsRunByMbmpoAndIsARobotLikeAny() throws Exception {
    JsonNode found = evaluate("gazebo.launch.py", "gazebo:=11", "ground:=slope", "run:=/r");
    assertThat(started(found)).isEmpty();
    assertThat(commands(found))
        .hasSize(2)
        .contains(
            mbmpo("gazebo", "--robot", "go1", "--ground", "slope", "--domain", "0", "--seed", "1"));
    assertThat(commands(found).get(1)).startsWith(MBMPO, "robot").doesNotContain("--clock");
  }

  @ParameterizedTest
  @CsvSource({
    "fortress, ign_ros2_control/IgnitionSystem",
    "harmonic, gz_ros2_control/GazeboSimSystem"
  })
  void fortressAndHarmonicAreStartedOnceTheirWorldIsWritten(String release, String hardware)
      throws Exception {
    JsonNode found =
        evaluate(
            "gazebo.launch.py",
            "gazebo:=" + release,
            "folder:=@",
            "ground:=rough",
            "gui:=false",
            "run:=/r");
    assertThat(started(found)).as("before the world is there").isEmpty();
    List<String> export = texts(found.get("processes").get(0).get("cmd"));
    assertThat(export).startsWith(MBMPO, "gazebo", "export").containsSequence("--robot", "go1");
    assertThat(export)
        .containsSequence("--ros2-control", release)
        .endsWith(files.exports(release).toString());
    JsonNode then = afterExit(found, 0, 0);
    JsonNode publisher = node(then, "robot_state_publisher").get("parameters");
    assertThat(publisher.get("robot_description").asText()).contains(hardware);
    assertThat(publisher.get("use_sim_time").asBoolean()).isTrue();
    JsonNode bridge = node(then, "ros_gz_bridge");
    assertThat(bridge.get("executable").asText()).isEqualTo("parameter_bridge");
    assertThat(Path.of(bridge.get("parameters").get("config_file").asText()))
        .isRegularFile()
        .hasFileName("bridge_" + release + ".yaml");
    List<String> gz = texts(then.get("processes").get(0).get("cmd"));
    Path world = files.exports(release).resolve("worlds/rough.sdf");
    assertThat(gz).containsExactly("gz_sim", "-r -s " + world);
    assertThat(world).isRegularFile();
    assertThat(started(then))
        .filteredOn(name -> name.equals("controller_manager/spawner"))
        .hasSize(2);
    assertThat(all(then, "nodes"))
        .anySatisfy(
            spawner ->
                assertThat(texts(spawner.get("arguments"))).contains("forward_effort_controller"));
    assertThat(texts(found.get("processes").get(1).get("cmd")))
        .startsWith(MBMPO, "robot", "--wire", "ros2")
        .containsSequence("--clock", "arrival", "--command", "effort");
  }

  @Test
  void aWorldThatCannotBeWrittenEndsTheLaunch() throws Exception {
    JsonNode then = afterExit(evaluate("gazebo.launch.py", "gazebo:=harmonic", "folder:=@"), 0, 1);
    assertThat(started(then)).isEmpty();
    assertThat(texts(then.get("shutdown")))
        .containsExactly("world and robot could not be written: status 1");
  }

  @ParameterizedTest
  @CsvSource({"humble, fortress", "jazzy, harmonic", "galactic, 11"})
  void theGazeboOfTheRosDistributionIsTaken(String distribution, String release) throws Exception {
    JsonNode found =
        files.evaluate(
            "gazebo.launch.py",
            List.of("folder:=" + files.exports("harmonic")),
            Map.of("ROS_DISTRO", distribution));
    assertThat(found.get("arguments").get("gazebo").get("default").asText()).isEqualTo(release);
  }

  @Test
  void aReplayPublishesNothingThatARobotObeys() throws Exception {
    JsonNode found = evaluate("replay.launch.py", "recording:=/a.mcap", "rate:=0.5");
    List<String> play = texts(found.get("processes").get(0).get("cmd"));
    assertThat(play)
        .startsWith("ros2", "bag", "play", "/a.mcap", "--storage", "mcap", "--rate", "0.5");
    List<String> topics = play.subList(play.indexOf("--topics") + 1, play.size());
    assertThat(topics)
        .contains("/joint_states", "/imu/data", "/odom", "/tf")
        .noneMatch(topic -> topic.contains("command") || topic.contains("joy"));
    assertThat(found.get("environment").get("ROS_DOMAIN_ID").asText()).isEqualTo("99");
    assertThat(node(found, "rviz2").get("parameters").get("use_sim_time").asText())
        .isEqualToIgnoringCase("true");
    assertThat(texts(node(found, "rviz2").get("arguments"))).endsWith("-f", "odom");
    assertThat(texts(afterExit(found, 0, 0).get("shutdown"))).hasSize(1);
  }

  @Test
  void aReplayThroughTheControllerShowsNothing() throws Exception {
    JsonNode found = evaluate("replay.launch.py", "recording:=/a run", "check:=true");
    assertThat(started(found)).isEmpty();
    assertThat(commands(found)).containsExactly(mbmpo("replay", "/a run"));
  }

  @Test
  void fineTuningOnTheSimulatorIsOneCommand() throws Exception {
    assertThat(commands(evaluate("finetune.launch.py", "from:=/r", "iterations:=3")))
        .containsExactly(
            mbmpo(
                "finetune",
                "--wire",
                "ros2",
                "--robot",
                "go1",
                "--from",
                "/r",
                "--iterations",
                "3",
                "--domain",
                "0"));
  }

  @Test
  void fineTuningOnARobotIsBrokerLearnerAndControllerAndEndsWithTheLearner() throws Exception {
    JsonNode found = evaluate("finetune.launch.py", "run:=/r", "interface:=all");
    List<List<String>> commands = commands(found);
    assertThat(commands).hasSize(3);
    assertThat(commands.get(0)).isEqualTo(mbmpo("broker"));
    assertThat(commands.get(1))
        .isEqualTo(mbmpo("learn", "--run", "/r", "--broker", "tcp://127.0.0.1:1883"));
    assertThat(commands.get(2))
        .startsWith(MBMPO, "robot", "--wire", "ros2", "--run", "/r")
        .containsSequence("--interface", "all");
    assertThat(texts(afterExit(found, 1, 0).get("shutdown")))
        .containsExactly("the learner has ended");
    assertThat(commands(evaluate("finetune.launch.py", "run:=/r", "start_broker:=false")))
        .hasSize(2);
  }
}
