package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The robots of this repository, as they will be used. */
class ConfiguredRobotsTest {

  private static RobotConfig load(String name) {
    return RobotConfigLoader.load(
        Path.of(System.getProperty("mbmpo.root"), "robot-configs").resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void itStandsUpAndStandsStill(String name) {
    RobotConfig config = load(name);
    Rig rig = new Rig(config, SimulationOptions.nominal());
    double[] stance = config.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    BodyTree tree = rig.robot.bodies();
    double height = -tree.lowestPoint(tree.forward(Transform.IDENTITY, stance));
    rig.standUp();
    rig.run(1);
    double x = rig.truth().position[0];
    double y = rig.truth().position[1];
    double[] force = {0};
    rig.run(1, () -> force[0] += rig.truth().groundForceN * rig.tickS());
    double weight = tree.totalMassKg() * 9.81;
    assertThat(rig.truth().position[2]).as("height").isCloseTo(height, within(0.03));
    assertThat(rig.truth().tiltRad()).as("tilt").isLessThan(0.06);
    assertThat(force[0]).as("weight").isCloseTo(weight, within(0.01 * weight));
    assertThat(Math.hypot(rig.truth().position[0] - x, rig.truth().position[1] - y))
        .as("drift, m in 1 s")
        .isLessThan(0.005);
    assertThat(height).isGreaterThan(config.task().terminationHeightM());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void itSurvivesTwentySecondsOfRandomTargets(String name) {
    RobotConfig config = load(name);
    Rig rig = new Rig(config, SimulationOptions.nominal().withNoise());
    rig.standUp();
    rig.runRandomTargets(
        20,
        3,
        0.5,
        () -> {
          assertThat(rig.truth().position[2]).isBetween(-0.05, 1.5);
          for (int i = 0; i < config.jointCount(); i++) {
            JointConfig joint = config.joints().get(i);
            assertThat(Math.abs(rig.truth().jointTorque[i]))
                .isLessThanOrEqualTo(joint.effortLimitNm());
            assertThat(Math.abs(rig.truth().jointVelocity[i]))
                .isLessThan(5 * joint.velocityLimitRadS());
          }
        });
  }
}
