package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.Ros2Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireSettingsTest {
  private static final Path GO1 = Path.of(System.getProperty("mbmpo.root"), "robot-configs/go1");

  @TempDir Path folder;

  private static WireSettings settings(Boolean arrival, Ros2Config.Command command) {
    return new WireSettings(0, "", List.of("127.0.0.1"), Map.of(), arrival, command);
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
    Ros2Config ros2 = settings(null, null).config(robot);
    assertThat(ros2.synchronizedClock()).isFalse();
    assertThat(ros2.command()).isEqualTo(Ros2Config.Command.IMPEDANCE);
    assertThat(ros2.topics().commands()).isEqualTo("forward_impedance_controller/commands");
  }

  @Test
  void anotherCommandIsOnItsOwnTopic() throws IOException {
    Ros2Config ros2 = settings(true, Ros2Config.Command.EFFORT).config(robot(""));
    assertThat(ros2.synchronizedClock()).isFalse();
    assertThat(ros2.command()).isEqualTo(Ros2Config.Command.EFFORT);
    assertThat(ros2.topics().commands()).isEqualTo("forward_effort_controller/commands");
    assertThat(ros2.topics().imu()).isEqualTo(Ros2Config.DEFAULT.topics().imu());
  }

  @Test
  void aTopicThatTheRobotChoseStays() throws IOException {
    RobotConfig robot = robot("\nros2: {clock: arrival, topics: {commands: legs/commands}}\n");
    Ros2Config ros2 = settings(false, Ros2Config.Command.EFFORT).config(robot);
    assertThat(ros2.synchronizedClock()).isTrue();
    assertThat(ros2.topics().commands()).isEqualTo("legs/commands");
  }
}
