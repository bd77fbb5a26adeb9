package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadYamlTest {
  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  @Test
  void aMisspeltKeyIsNamedWithTheNearestAndWhatIsThenMissing() {
    robot.yaml("tick_rate_hz: 500", "tick_rat_hz: 500");
    assertThat(robot.problems())
        .anySatisfy(
            p ->
                assertThat(p)
                    .endsWith(
                        "robot.yaml:36: control.tick_rat_hz: value is an unknown key (did you mean"
                            + " tick_rate_hz?); allowed: the keys tick_rate_hz, policy_rate_hz,"
                            + " action_filter, target_rate_rad_s"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .endsWith(
                        "robot.yaml:35: control.tick_rate_hz: value is missing; allowed: a whole"
                            + " number from 50 to 2000 Hz"))
        .hasSize(2);
  }

  @Test
  void textInPlaceOfANumberIsRefused() {
    robot
        .yaml("action_filter: 0.5", "action_filter: half")
        .isRefusedThereWith(
            "control.action_filter: value is \"half\"; allowed: a number above 0, at most 1");
  }

  @Test
  void aFractionInPlaceOfAWholeNumberIsRefused() {
    robot
        .yaml("tick_rate_hz: 500", "tick_rate_hz: 500.5")
        .isRefusedThereWith(
            "control.tick_rate_hz: value is 500.5; allowed: a whole number from 50 to 2000 Hz");
  }

  @Test
  void aNumberOutOfRangeIsRefused() {
    robot
        .yaml("ground_friction: 0.8", "ground_friction: -0.8")
        .isRefusedThereWith(
            "simulation.ground_friction: value is -0.8; allowed: a number above 0, at most 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "-.inf", "1.0e999", "0x10", "1:30"})
  void aNumberThatIsNotFiniteAndDecimalIsRefused(String number) {
    robot
        .yaml("kp_nm_rad: 80", "kp_nm_rad: " + number)
        .isRefusedThereWith(
            "joints.by_ending._hip_joint.kp_nm_rad: value is "
                + number
                + "; allowed: a finite decimal number");
  }

  @Test
  void anEmptyValueIsRefused() {
    robot
        .yaml("episode_s: 8.0", "episode_s:")
        .isRefusedThereWith("task.episode_s: value is null; allowed: a number from 0.1 to 600 s");
  }

  @Test
  void aMappingInPlaceOfANumberIsRefused() {
    robot
        .yaml("episode_s: 8.0", "episode_s: {a: 1}")
        .isRefusedThereWith(
            "task.episode_s: value is a mapping of 1; allowed: a number from 0.1 to 600 s");
  }

  @Test
  void aMissingSectionIsNamed() throws IOException {
    Path file = robot.folder().resolve("robot.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf("simulation:")));
    robot.isRefusedAt(
        "robot.yaml",
        2,
        "simulation: value is missing; allowed: a mapping with the keys ground_friction,"
            + " start_perturbation_rad, gyro_noise_rad_s, orientation_noise_rad,"
            + " joint_position_noise_rad, joint_velocity_noise_rad_s,"
            + " odometry_velocity_noise_m_s, gyro_bias_rad_s, accelerometer_noise_m_s2,"
            + " accelerometer_bias_m_s2, joint_friction_nm, joint_damping_nms_rad, motor_strength,"
            + " command_delay_s, sensor_delay_s");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    robot
        .yaml("  settle_s: 0.6", "  settle_s: 0.6\n  rise_s: 2.0")
        .isRefusedThereWith(
            "stand_up.rise_s: value is given again (first in line 43); allowed: each key once");
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() {
    robot.yaml("  settle_s: 0.6", "  settle_s: [0.6");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("robot.yaml:45: document: value is not YAML: ");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.writeString(robot.folder().resolve("robot.yaml"), "# nothing\n");
    robot.isRefusedAt("robot.yaml", 1, "document: value is empty; allowed: a YAML mapping");
  }

  @Test
  void aDocumentThatIsNoMappingIsRefused() throws IOException {
    Files.writeString(robot.folder().resolve("robot.yaml"), "\n- go1\n");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("robot.yaml:2: document: value is a list of 1; allowed: a mapping with the keys");
  }

  @Test
  void aTagThatNamesAClassIsRefusedSoThatNothingIsConstructed() {
    robot.yaml("episode_s: 8.0", "episode_s: !!java.net.URL [\"http://localhost\"]");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("robot.yaml:58: document: value is not YAML: Global tag is not allowed");
  }

  @Test
  void anyOtherTagIsRefused() {
    robot.yaml("episode_s: 8.0", "episode_s: !long 8.0");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("robot.yaml:58: task.episode_s: value is tagged !long; allowed: no tags");
  }

  @Test
  void anAliasOfItselfIsRefused() {
    robot.yaml("  order: [", "  order: &loop [*loop, ");
    assertThat(robot.problems())
        .anySatisfy(
            p ->
                assertThat(p).contains("joints.order[0]: value is an alias of what it is part of"));
  }

  @Test
  void billionLaughsAreRefused() throws IOException {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    Files.writeString(robot.folder().resolve("robot.yaml"), text);
    assertThat(robot.problems()).singleElement().asString().contains("aliases");
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Path file = robot.folder().resolve("robot.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28});
    assertThat(robot.problems()).containsExactly(file + ": not UTF-8 text");
  }

  @Test
  void aFolderWithoutRobotYamlIsRefusedByName() {
    assertThatThrownBy(() -> RobotConfigLoader.load(temporary.resolve("none")))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("robot none is refused:\n")
        .hasMessageContaining("robot.yaml: cannot be read");
  }

  @Test
  void allProblemsOfAFileComeAtOnceInOrderOfTheirLines() {
    robot
        .yaml("kp_nm_rad: 80", "kp_nm_rad: -1")
        .yaml("policy_rate_hz: 25", "policy_rate_hz: 0")
        .yaml("alive_bonus: 0.3", "alive_bonus: much");
    assertThat(robot.problems())
        .extracting(p -> p.replaceAll(".*robot.yaml:\\d+: ([^:]*):.*", "$1"))
        .containsExactly(
            "joints.by_ending._hip_joint.kp_nm_rad", "control.policy_rate_hz", "task.alive_bonus");
  }

  @Test
  void aJointThatTheUrdfLacksIsRefused() {
    robot.yaml("FR_calf_joint", "FR_calv_joint");
    assertThat(robot.problems())
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains(
                        "robot.yaml:7: joints.order[2]: value is \"FR_calv_joint\", no revolute"
                            + " joint of the URDF (did you mean FR_calf_joint?); allowed: one of"))
        .anySatisfy(p -> assertThat(p).contains("joints.order: value is without FR_calf_joint"));
  }

  @Test
  void aJointThatNoEndingFitsIsRefused() {
    robot.yaml("_calf_joint:", "_calv_joint:");
    assertThat(robot.problems())
        .hasSize(4)
        .first()
        .asString()
        .contains("robot.yaml:7: joints.order[2]: value is \"FR_calf_joint\", which no ending");
  }

  @Test
  void anEndingThatNoJointTakesIsRefused() {
    robot
        .yaml(
            "control:",
            """
                _toe_joint: {stance_rad: 0, crouch_rad: 0, action_scale_rad: 0.1, kp_nm_rad: 1,
                             kd_nms_rad: 1, damping_nms_rad: 1}
            control:""")
        .isRefusedAt(
            "robot.yaml",
            35,
            "joints.by_ending._toe_joint: value is an ending that no joint takes; allowed: endings"
                + " of names in joints.order");
  }

  @Test
  void theLongestEndingWins() {
    RobotConfig config =
        robot
            .yaml(
                "control:",
                """
                    RR_hip_joint: {stance_rad: 0, crouch_rad: 0, action_scale_rad: 0.1,
                                   kp_nm_rad: 7, kd_nms_rad: 1, damping_nms_rad: 1}
                control:""")
            .load();
    assertThat(config.joints().get(6).kpNmRad()).isEqualTo(7);
    assertThat(config.joints().get(9).kpNmRad()).isEqualTo(80);
  }

  @Test
  void aDeadmanSettingThatDoesNotExistIsRefusedWithThoseThatDo() {
    robot
        .yaml("deadman: when_seen", "deadman: sometimes")
        .isRefusedThereWith(
            "onboard.operator.deadman: value is \"sometimes\"; allowed: one of never, when_seen,"
                + " always");
  }
}
