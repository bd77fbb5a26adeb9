package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.rcl.KnownRun;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunYaml;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireSettingsTest {
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs/go1");

  @TempDir Path folder;

  private static WireSettings settings(String clock, String command) {
    return new WireSettings(0, "", List.of("127.0.0.1"), Map.of(), clock, command);
  }

  /** The Go1 with something said about ROS 2. */
  private RobotConfig robot(String ros2) throws IOException {
    Path robot = Files.createDirectories(folder.resolve("go1"));
    Files.copy(GO1.resolve("go1.urdf"), robot.resolve("go1.urdf"));
    Files.writeString(
        robot.resolve("robot.yaml"), Files.readString(GO1.resolve("robot.yaml")) + ros2);
    return RobotConfigLoader.load(robot);
  }

  @Test
  void whatIsNotSaidIsTheRobots() throws IOException {
    RobotConfig robot = robot("\nros2: {clock: arrival, command: impedance}\n");
    Ros2Config ros2 = settings("", "").config(robot);
    assertThat(ros2.synchronizedClock()).isFalse();
    assertThat(ros2.command()).isEqualTo(Ros2Config.Command.IMPEDANCE);
    assertThat(ros2.topics().commands()).isEqualTo("forward_impedance_controller/commands");
  }

  @Test
  void anotherCommandIsOnItsOwnTopic() throws IOException {
    Ros2Config ros2 = settings("arrival", "effort").config(robot(""));
    assertThat(ros2.synchronizedClock()).isFalse();
    assertThat(ros2.command()).isEqualTo(Ros2Config.Command.EFFORT);
    assertThat(ros2.topics().commands()).isEqualTo("forward_effort_controller/commands");
    assertThat(ros2.topics().imu()).isEqualTo(Ros2Config.DEFAULT.topics().imu());
  }

  @Test
  void aTopicThatTheRobotChoseStays() throws IOException {
    RobotConfig robot = robot("\nros2: {clock: arrival, topics: {commands: legs/commands}}\n");
    Ros2Config ros2 = settings("synchronized", "effort").config(robot);
    assertThat(ros2.synchronizedClock()).isTrue();
    assertThat(ros2.topics().commands()).isEqualTo("legs/commands");
  }

  @Test
  void aRunRemembersThemAndOneThatWasMadeWithoutThemIsTheRobots() {
    WireSettings said = settings("arrival", "effort");
    Map<String, Object> kept = new LinkedHashMap<>(RunYaml.plain(said));
    assertThat(WireSettings.of(run(kept))).isEqualTo(said);
    kept.keySet().removeAll(Set.of("clock", "command"));
    assertThat(WireSettings.of(run(kept))).isEqualTo(settings("", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock   | atomic | synchronized, arrival",
        "clock   | ARRIVAL | synchronized, arrival",
        "command | torque | position, effort, impedance",
        "command | Effort | position, effort, impedance",
      })
  void aWordThatMeansNothingIsNamedWithThoseThatDo(String field, String word, String allowed) {
    Map<String, Object> edited = new LinkedHashMap<>(RunYaml.plain(settings("", "")));
    edited.put(field, word);
    assertThatThrownBy(() -> WireSettings.of(run(edited)))
        .isInstanceOf(LaunchException.class)
        .hasMessage(
            "run r: settings of the wire in run.yaml do not fit: %s is \"%s\"; allowed: %s, or nothing for the robot's own"
                .formatted(field, word, allowed));
    Map<String, Map<String, Object>> inGazebo =
        Map.of("gazebo", Map.of("ground", "flat", "wire", edited));
    assertThatThrownBy(() -> GazeboSettings.of(described(inGazebo)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(
            "settings of the gazebo in run.yaml do not fit: wire: " + field + " is");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 233, 4000})
  void aDomainThatThereIsNotIsNamedWithThoseThatThereAre(int domain) {
    Map<String, Object> edited = new LinkedHashMap<>(RunYaml.plain(settings("", "")));
    edited.put("domainId", domain);
    assertThatThrownBy(() -> WireSettings.of(run(edited)))
        .isInstanceOf(LaunchException.class)
        .hasMessage(
            "run r: settings of the wire in run.yaml do not fit: domainId is %d; allowed: 0 to 232"
                .formatted(domain));
  }

  @Test
  void aGroundThatThereIsNotIsNamedWithThoseThatThereAre() {
    Map<String, Object> wire = RunYaml.plain(settings("", ""));
    assertThatThrownBy(
            () ->
                GazeboSettings.of(
                    described(Map.of("gazebo", Map.of("ground", "ice", "wire", wire)))))
        .isInstanceOf(LaunchException.class)
        .hasMessage(
            "run r: settings of the gazebo in run.yaml do not fit: ground is \"ice\"; allowed: flat, slope, rough, slippery");
  }

  @Test
  void theNodeInARos2WorkspaceReadsTheSameInARunsFolder() throws IOException {
    RobotConfig robot = robot("\nros2: {namespace: lab, clock: arrival}\n");
    for (WireSettings wire :
        List.of(
            settings("", ""),
            settings("synchronized", "effort"),
            new WireSettings(0, "field", List.of("127.0.0.1"), Map.of(), "arrival", "impedance"))) {
      RunFolder run =
          RunFolder.create(
              folder.resolve("runs"),
              "go1",
              1,
              Instant.EPOCH,
              "abc",
              List.of("demo"),
              Map.of("wire", wire));
      assertThat(KnownRun.of(run.path()).ros2(robot.ros2())).isEqualTo(wire.config(robot));
    }
    assertThat(KnownRun.NOTHING.ros2(robot.ros2())).isEqualTo(robot.ros2());
    Files.writeString(folder.resolve("run.yaml"), "settings: {wire: {command: torque}}");
    assertThatThrownBy(() -> KnownRun.of(folder))
        .hasMessageContainingAll("run.yaml", "settings.wire.command is \"torque\"", "effort");
    Files.writeString(folder.resolve("run.yaml"), "settings: {wire: {clock: atomic}}");
    assertThatThrownBy(() -> KnownRun.of(folder))
        .hasMessageContainingAll("run.yaml", "settings.wire.clock is \"atomic\"", "arrival");
  }

  private static RunDescription run(Map<String, Object> wire) {
    return described(Map.of("wire", wire));
  }

  private static RunDescription described(Map<String, Map<String, Object>> settings) {
    return new RunDescription("r", "go1", 1, 0, "then", "revision", "jdk", List.of(), settings);
  }
}
