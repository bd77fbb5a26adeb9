package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.JointConfig;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimulatedQuadrupedTest {
  private final Rig rig = new Rig(SimulationOptions.nominal());

  @Test
  void afterResetItLiesStillOnTheGroundInItsCrouch() {
    rig.robot.reset(3);
    Truth truth = rig.truth();
    double width = rig.config.simulation().startPerturbationRad();
    for (int i = 0; i < 12; i++) {
      JointConfig joint = rig.config.joints().get(i);
      assertThat(truth.jointPosition[i])
          .isBetween(
              Math.max(joint.lowerRad(), joint.crouchRad() - width) - 1e-9,
              Math.min(joint.upperRad(), joint.crouchRad() + width) + 1e-9);
    }
    assertThat(truth.jointVelocity).containsOnly(0);
    assertThat(truth.tiltRad()).isZero();
    Transform trunk = Transform.of(truth.orientation, truth.position);
    BodyTree tree = rig.robot.bodies();
    assertThat(tree.lowestPoint(tree.forward(trunk, truth.jointPosition)))
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void itStandsAtTheHeightOfItsStanceAndPressesWithItsWeight() {
    rig.standUp();
    rig.run(1);
    double[] sum = {0};
    int[] steps = {0};
    rig.run(
        1,
        () -> {
          sum[0] += rig.truth().groundForceN;
          steps[0]++;
        });
    assertThat(rig.truth().position[2]).isCloseTo(TestRobots.STANCE_M, within(0.02));
    assertThat(rig.truth().tiltRad()).isLessThan(0.03);
    double weight = TestRobots.MASS_KG * 9.81;
    assertThat(sum[0] / steps[0]).isCloseTo(weight, within(0.01 * weight));
    for (int foot = 0; foot < 4; foot++) {
      assertThat(rig.truth().footForceN[foot]).as("foot %d", foot).isGreaterThan(0.1 * weight);
    }
    assertThat(rig.truth().trunkTouches).isFalse();
  }

  @Test
  void aHangingRobotSwaysButNeitherTouchesTheGroundNorTips() {
    rig.robot.hang();
    double startM = rig.truth().position[2];
    double[] swayed = {0};
    rig.run(
        5,
        () -> {
          Truth truth = rig.truth();
          swayed[0] = Math.max(swayed[0], Math.abs(truth.position[2] - startM));
          assertThat(truth.groundForceN).isZero();
          assertThat(truth.tiltRad()).isLessThan(0.3);
        });
    assertThat(swayed[0]).isBetween(1e-4, 0.1);
    for (double speed : rig.truth().jointVelocity) {
      assertThat(speed).as("limp legs come to rest").isCloseTo(0, within(0.05));
    }
  }

  @Test
  void beforeTheFirstCommandItIsLimp() {
    rig.run(0.5, () -> assertThat(rig.joints.effort).containsOnly(0));
    assertThat(rig.truth().position[2]).isLessThan(0.15);
  }

  @Test
  void aCommandFromBeforeAResetIsForgotten() {
    rig.standUp();
    rig.port.send(rig.command);
    rig.robot.reset(1);
    rig.step();
    assertThat(rig.joints.effort).containsOnly(0);
  }

  @Test
  void timeGoesOnWithEveryStepAndNeverBackOnReset() {
    long start = rig.robot.nowNanos();
    rig.run(0.1);
    assertThat(rig.robot.nowNanos()).isEqualTo(start + 100_000_000);
    rig.robot.reset(5);
    assertThat(rig.robot.nowNanos()).isGreaterThanOrEqualTo(start + 100_000_000);
  }

  @Test
  void drivesNeverGiveMoreThanTheirLimit() {
    rig.runRandomTargets(
        2,
        4,
        1.5,
        () -> {
          for (double torque : rig.joints.effort) {
            assertThat(Math.abs(torque)).isLessThanOrEqualTo(25);
          }
        });
    assertThat(Arrays.stream(rig.joints.effort).map(Math::abs).max().orElse(0)).isPositive();
  }

  @Test
  void aCommandWithNonsenseLetsTheDriveGo() {
    rig.gains();
    Arrays.fill(rig.command.position, Double.NaN);
    rig.port.send(rig.command);
    rig.run(0.1);
    assertThat(rig.joints.effort).containsOnly(0);
    assertThat(rig.truth().position[2]).isFinite();
  }

  @Test
  void legsThrownToOneSideBringItDown() {
    rig.standUp();
    for (int leg = 0; leg < 4; leg++) {
      rig.command.position[3 * leg] = 0.85;
      rig.command.position[3 * leg + 2] = leg % 2 == 0 ? -0.9 : -2.7;
    }
    rig.port.send(rig.command);
    rig.run(1);
    Arrays.fill(rig.command.kp, 0);
    rig.port.send(rig.command);
    rig.run(2);
    assertThat(rig.truth().position[2]).isLessThan(0.5 * TestRobots.STANCE_M);
    assertThat(rig.truth().tiltRad()).isGreaterThan(0.2);
    assertThat(rig.truth().trunkTouches).isTrue();
  }

  @Test
  void wildTargetsForTwentySecondsLeaveEverythingFinite() {
    rig.runRandomTargets(
        20,
        7,
        0.8,
        () -> {
          assertThat(rig.truth().position[2]).isBetween(0.0, 1.5);
          for (double speed : rig.truth().jointVelocity) {
            assertThat(Math.abs(speed)).isLessThan(150);
          }
        });
  }
}
