package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  private static final Path GO1 = Robots.ROOT.resolve("go1");

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("overlay.yaml"), text);
  }

  private void refused(String text, String... problems) throws IOException {
    Path overlay = file(text);
    RobotConfigException refused =
        catchThrowableOfType(
            RobotConfigException.class, () -> RobotConfigLoader.load(GO1, overlay));
    assertThat(refused).as("it is refused").isNotNull();
    assertThat(refused.problems()).hasSameSizeAs(problems);
    for (int i = 0; i < problems.length; i++) {
      assertThat(refused.problems().get(i)).startsWith(overlay + ":" + problems[i]);
    }
  }

  @Test
  void whatItSaysTakesThePlaceOfTheRobotsAndTheRestStays() throws IOException {
    RobotConfig plain = Robots.go1();
    RobotConfig laid =
        RobotConfigLoader.load(
            GO1,
            file(
                """
                robot: go1
                simulation:
                  ground_friction: 0.6
                  joint_friction_nm:
                    FR_hip_joint: 0.6
                  joint_damping_nms_rad: {FR_calf_joint: 0.05}
                  motor_strength: 0.8
                  command_delay_s: 0.012
                  sensor_delay_s: 0.004
                """));
    assertThat(laid.simulation().groundFriction()).isEqualTo(0.6);
    assertThat(laid.simulation().identified())
        .isEqualTo(
            new IdentifiedConfig(
                Map.of("FR_hip_joint", 0.6), Map.of("FR_calf_joint", 0.05), 0.8, 0.012, 0.004));
    assertThat(laid.simulation().gyroNoiseRadS()).isEqualTo(plain.simulation().gyroNoiseRadS());
    assertThat(laid.with(plain.simulation(), plain.estimator())).isEqualTo(plain);
  }

  @Test
  void aPolicyLearnedWithoutItIsStillTheRobots() throws IOException {
    RobotConfig laid =
        RobotConfigLoader.load(GO1, file("robot: go1\nsimulation: {motor_strength: 0.8}\n"));
    assertThat(laid.hash()).isEqualTo(Robots.go1().hash());
  }

  @Test
  void withoutOneTheRobotIsAsItsUrdfHasIt() {
    assertThat(Robots.go1().simulation().identified()).isEqualTo(IdentifiedConfig.NONE);
  }

  @Test
  void jointsThatItDoesNotNameHaveTheUrdfsFriction() throws IOException {
    RobotConfig laid =
        RobotConfigLoader.load(
            GO1, file("robot: go1\nsimulation:\n  joint_friction_nm: {FR_hip_joint: 0.6}\n"));
    KinematicTree.Joint hip = joint(laid, "FR_hip_joint");
    KinematicTree.Joint other = joint(laid, "FL_hip_joint");
    assertThat(laid.simulation().identified().frictionNm(hip)).isEqualTo(0.6);
    assertThat(laid.simulation().identified().frictionNm(other)).isEqualTo(other.frictionNm());
    assertThat(laid.simulation().identified().dampingNmsRad(hip)).isEqualTo(hip.dampingNmsRad());
  }

  private static KinematicTree.Joint joint(RobotConfig config, String name) {
    return config.model().joints().stream()
        .filter(j -> j.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  @Test
  void anotherRobotsIsRefused() throws IOException {
    refused(
        "simulation: {motor_strength: 0.8}\nrobot: anymal_c\n",
        "2: robot: value is \"anymal_c\"; allowed: go1, the robot it is laid on");
  }

  @Test
  void oneOfNoRobotIsRefused() throws IOException {
    refused("simulation: {motor_strength: 0.8}\n", "1: robot: value is missing; allowed: go1");
  }

  @Test
  void whatWouldMakeAnotherRobotIsRefused() throws IOException {
    refused(
        "robot: go1\nsimulation: {motor_strength: 0.8}\ncontrol: {tick_rate_hz: 250}\n",
        "3: control: value is a key that no overlay has; allowed: the keys robot, simulation");
  }

  @Test
  void anUnknownSettingIsRefusedInItsLineOfTheOverlay() throws IOException {
    refused(
        "robot: go1\nsimulation:\n  motor_strenght: 0.8\n",
        "3: simulation.motor_strenght: value is an unknown key (did you mean motor_strength?)");
  }

  @Test
  void valuesOutOfRangeAreAllNamed() throws IOException {
    refused(
        """
        robot: go1
        simulation:
          joint_friction_nm:
            FR_hip_joint: -0.1
          motor_strength: 3
          command_delay_s: soon
        """,
        "4: simulation.joint_friction_nm.FR_hip_joint: value is -0.1; allowed: a number from 0 to 50"
            + " N·m",
        "5: simulation.motor_strength: value is 3; allowed: a number from 0.1 to 2",
        "6: simulation.command_delay_s: value is \"soon\"; allowed: a number from 0 to 0.2 s");
  }

  @Test
  void aJointThatTheRobotDoesNotHaveIsRefused() throws IOException {
    refused(
        "robot: go1\nsimulation:\n  joint_friction_nm:\n    FR_hip_joinf: 0.1\n",
        "4: simulation.joint_friction_nm.FR_hip_joinf: value is of no joint in joints.order (did you"
            + " mean FR_hip_joint?)");
  }

  @Test
  void whatIsNoMappingIsRefused() throws IOException {
    refused("- 1\n- 2\n", "1: document: value is no mapping; allowed: the keys robot, simulation");
    refused("robot: go1\nsimulation: 3\n", "2: simulation: value is no mapping");
    refused("robot: go1\n", "1: simulation: value is no mapping");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path overlay = file("");
    RobotConfigException refused =
        catchThrowableOfType(
            RobotConfigException.class, () -> RobotConfigLoader.load(GO1, overlay));
    assertThat(refused).hasMessageContaining(overlay + ":1: document: value is empty");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Path none = folder.resolve("none.yaml");
    RobotConfigException refused =
        catchThrowableOfType(RobotConfigException.class, () -> RobotConfigLoader.load(GO1, none));
    assertThat(refused).hasMessageContaining(none + ": cannot be read");
  }
}
