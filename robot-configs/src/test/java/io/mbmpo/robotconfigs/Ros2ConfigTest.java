package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ros2ConfigTest {
  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  private EditedRobot ros2(String section) {
    return robot.yaml("safety:\n", "ros2:\n" + section + "\nsafety:\n");
  }

  @Test
  void withoutASectionItIsTheDefault() {
    assertThat(robot.load().ros2()).isEqualTo(Ros2Config.DEFAULT);
  }

  @Test
  void whatIsNotSaidIsTheDefaultAndWhatIsSaidIsTaken() {
    Ros2Config ros2 =
        ros2("  domain_id: 7\n  clock: arrival\n  command: effort\n  topics: {imu: /spot/imu}")
            .load()
            .ros2();

    assertThat(ros2.domainId()).isEqualTo(7);
    assertThat(ros2.synchronizedClock()).isFalse();
    assertThat(ros2.command()).isEqualTo(Ros2Config.Command.EFFORT);
    assertThat(ros2.topics().imu()).isEqualTo("/spot/imu");
    assertThat(ros2.topics().commands()).isEqualTo("forward_effort_controller/commands");
    assertThat(ros2.topics().odometry()).isEqualTo("odom");
    assertThat(ros2.interfaces()).containsExactly("127.0.0.1");
  }

  @Test
  void itDoesNotChangeTheHash() {
    assertThat(ros2("  domain_id: 7\n  namespace: spot").load().hash())
        .isEqualTo(Robots.go1().hash());
  }

  @Test
  void aDomainThatHasNoPortsIsRefused() {
    assertThat(ros2("  domain_id: 233").problems())
        .singleElement()
        .asString()
        .contains("ros2.domain_id", "233", "from 0 to 232");
  }

  @Test
  void aTopicThatRosWouldNotTakeIsRefused() {
    for (String name : List.of("9lives", "a//b", "a b", "end/", "ä")) {
      assertThat(new EditedRobotIn(temporary, name).problems())
          .singleElement()
          .asString()
          .contains("ros2.topics.imu", name);
    }
  }

  @Test
  void anInterfaceThatIsNoAddressIsRefused() {
    assertThat(ros2("  interfaces: [eth0]").problems())
        .singleElement()
        .asString()
        .contains("ros2.interfaces[0]", "eth0");
  }

  @Test
  void anOrderThatIsNotTheJointsIsRefused() {
    assertThat(ros2("  command_order: [FR_hip_joint, tail]").problems())
        .singleElement()
        .asString()
        .contains("ros2.command_order", "FR_hip_joint");
  }

  /** One copy for each name: an edit cannot be undone. */
  private record EditedRobotIn(Path temporary, String name) {
    List<String> problems() {
      Path folder = temporary.resolve("copy-" + name.hashCode());
      assertThat(folder.toFile().mkdir()).isTrue();
      return new EditedRobot(folder)
          .yaml("safety:\n", "ros2:\n  topics: {imu: \"" + name + "\"}\nsafety:\n")
          .problems();
    }
  }
}
