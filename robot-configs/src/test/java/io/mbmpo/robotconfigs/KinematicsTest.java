package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.KinematicTree.Pose;
import java.util.List;
import org.junit.jupiter.api.Test;

class KinematicsTest {
  private final RobotConfig go1 = Robots.go1();
  private final Kinematics kinematics = Kinematics.of(go1);

  @Test
  void footPositionsMatchTheClosedFormOfAThreeJointLeg() {
    double[] q = new double[12];
    for (int i = 0; i < 12; i++) {
      q[i] = go1.joints().get(i).stanceRad() + 0.1 * Math.sin(i + 1);
    }
    double[][] feet = kinematics.footPositionsM(q);
    double l = 0.213;
    for (int leg = 0; leg < 4; leg++) {
      double side = leg % 2 == 0 ? -1 : 1; // FR, FL, RR, RL
      double hip = q[3 * leg];
      double thigh = q[3 * leg + 1];
      double calf = thigh + q[3 * leg + 2];
      double x = -l * (Math.sin(thigh) + Math.sin(calf));
      double y = side * 0.08;
      double z = -l * (Math.cos(thigh) + Math.cos(calf));
      assertThat(feet[leg])
          .containsExactly(
              new double[] {
                (leg < 2 ? 0.1881 : -0.1881) + x,
                side * 0.04675 + y * Math.cos(hip) - z * Math.sin(hip),
                y * Math.sin(hip) + z * Math.cos(hip)
              },
              within(1e-12));
    }
  }

  @Test
  void stanceHeightIsLegLengthPlusFootRadius() {
    double[] stance = go1.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
    double expected = 0.213 * (Math.cos(0.9) + Math.cos(0.9 - 1.7)) + 0.02;
    assertThat(kinematics.trunkHeightM(stance)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void bothRobotsStandWithTheirCentreOfMassAboveTheMiddleOfTheFeet() {
    for (RobotConfig robot : List.of(go1, Robots.anymalC())) {
      Kinematics body = Kinematics.of(robot);
      double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
      double[] com = body.centreOfMassM(stance);
      double[] middle = new double[2];
      for (double[] foot : body.footPositionsM(stance)) {
        middle[0] += foot[0] / 4;
        middle[1] += foot[1] / 4;
      }
      assertThat(com[0]).isCloseTo(middle[0], within(0.005));
      assertThat(com[1]).isCloseTo(middle[1], within(0.005));
    }
  }

  @Test
  void rollPitchYawTurnAboutFixedAxesInThisOrder() {
    Frame frame = Frame.of(new Pose(1, 2, 3, Math.PI / 2, 0, Math.PI / 2));
    // z goes to −y by the roll, then to x by the yaw.
    assertThat(frame.toTrunk(0, 0, 1)).containsExactly(new double[] {2, 2, 3}, within(1e-12));
    Frame pitched = Frame.of(new Pose(0, 0, 0, 0, Math.PI / 2, 0));
    assertThat(pitched.toTrunk(1, 0, 0)).containsExactly(new double[] {0, 0, -1}, within(1e-12));
  }

  @Test
  void feetAreFoundByTheirSpheresAtTheEndsOfTheLegs() {
    assertThat(kinematics.footCount()).isEqualTo(4);
    assertThat(kinematics.footName(1)).isEqualTo("FL_foot");
    assertThat(kinematics.footRadiusM(3)).isEqualTo(0.02);
  }
}
