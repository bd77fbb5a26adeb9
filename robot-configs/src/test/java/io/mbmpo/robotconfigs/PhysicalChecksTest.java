package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicalChecksTest {
  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  private void onlyProblemContains(String text) {
    assertThat(robot.problems()).singleElement().asString().contains(text);
  }

  @Test
  void aMovingLinkWithoutMassIsRefused() {
    robot
        .urdf("<mass value=\"0.196\"/>", "<mass value=\"0\"/>")
        .isRefusedAt(
            "go1.urdf",
            60,
            "link FR_calf: mass: value is 0; allowed: kg above 0 for a link that moves");
  }

  @Test
  void aNegativeMassIsRefusedAlsoOnAFixedLink() {
    robot.urdf("<mass value=\"0.060\"/>", "<mass value=\"-0.060\"/>");
    onlyProblemContains("link FR_foot: mass: value is -0.06");
  }

  @Test
  void anInertiaThatBreaksTheTriangleInequalityIsRefused() {
    robot.urdf("izz=\"0.0717\"", "izz=\"0.0817\"");
    onlyProblemContains(
        "go1.urdf:7: link trunk: inertia: value is principal moments 0.0168, 0.063, 0.0817;"
            + " allowed: the largest at most the sum of the others (triangle inequality)");
  }

  @Test
  void whereTheProductsOfInertiaAreTheMistakeTheyAreNamed() {
    // the thigh: moments 0.0051, 0.0050, 0.0012 are possible, but not with this ixy
    robot.urdf("ixx=\"0.0051\" ixy=\"0\"", "ixx=\"0.0051\" ixy=\"0.0008\"");
    onlyProblemContains(
        "link FR_thigh: inertia: value is principal moments 0.0012, 0.00424844, 0.00585156; without"
            + " ixy, ixz and iyz it could be; allowed: the largest at most the sum of the others");
  }

  @Test
  void anInertiaThatIsNotPositiveDefiniteIsRefused() {
    robot.urdf("ixy=\"0\"", "ixy=\"0.05\"");
    onlyProblemContains("link trunk: inertia: value is principal moments -0.0");
  }

  @Test
  void principalMomentsOfARotatedBodyAreItsOwn() {
    // diag(1, 2, 4) turned by 0.3 rad about x, then 0.5 rad about z
    double[][] r = new double[3][3];
    Frame turn = Frame.of(new KinematicTree.Pose(0, 0, 0, 0.3, 0, 0.5));
    double[][] m = new double[3][3];
    double[] moments = {1, 2, 4};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        r[i][j] = turn.rotation(i, j);
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          m[i][j] += r[i][k] * moments[k] * r[j][k];
        }
      }
    }
    double[] found =
        SymmetricMatrix.eigenvalues(
            new Inertia(m[0][0], m[0][1], m[0][2], m[1][1], m[1][2], m[2][2]));
    assertThat(found).containsExactly(moments, within(1e-12));
  }

  @Test
  void limitsInTheWrongOrderAreRefused() {
    robot.urdf("lower=\"-0.863\" upper=\"0.863\"", "lower=\"0.863\" upper=\"-0.863\"");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains(
            "joint FR_hip_joint: limit lower: value is 0.863; allowed: rad below the upper limit"
                + " -0.863");
  }

  @Test
  void aRangeOfAWholeTurnIsRefused() {
    robot.urdf("lower=\"-0.863\" upper=\"0.863\"", "lower=\"-3.1416\" upper=\"3.1416\"");
    onlyProblemContains(
        "joint FR_hip_joint: limit: value is -3.1416 … 3.1416; allowed: less than a whole turn, 2π"
            + " rad");
  }

  @Test
  void legsWithoutASphereAtTheirEndAreNamed() {
    robot
        .urdf("<sphere radius=\"0.020\"/>", "<box size=\"0.04 0.04 0.04\"/>")
        .urdf("<sphere radius=\"0.020\"/>", "<box size=\"0.04 0.04 0.04\"/>");
    onlyProblemContains(
        "robot: feet: value is 2 links at the end of a leg with a collision sphere; without one:"
            + " FR_foot, FL_foot; allowed: 3 or more");
  }

  @Test
  void aRootThatIsButAFrameForTheTrunkIsFine() {
    robot.urdf(
        "<link name=\"trunk\">",
        "<link name=\"base\"/><joint name=\"floating\" type=\"fixed\">"
            + "<parent link=\"base\"/><child link=\"trunk\"/></joint><link name=\"trunk\">");
    assertThat(robot.load().model().root()).isEqualTo("base");
  }

  @Test
  void aRootWithoutMassAndWithoutATrunkIsRefused() {
    robot.urdf("<mass value=\"5.204\"/>", "<mass value=\"0\"/>");
    onlyProblemContains("link trunk: mass: value is 0; allowed: kg above 0");
  }

  @Test
  void aStanceOutsideTheLimitsIsRefused() {
    robot.yaml("stance_rad: -1.70", "stance_rad: -0.70");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains(
            "robot.yaml:28: joints.by_ending._calf_joint.stance_rad: value is -0.7; allowed: rad"
                + " within the limits -2.818 … -0.888 of joint FR_calf_joint");
  }

  @Test
  void aCrouchOutsideTheLimitsIsRefused() {
    robot.yaml("crouch_rad: -2.72", "crouch_rad: -2.92");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains("joints.by_ending._calf_joint.crouch_rad: value is -2.92");
  }

  @Test
  void anActionScaleThatReachesPastALimitIsRefused() {
    robot.yaml("action_scale_rad: 0.39", "action_scale_rad: 0.89");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains(
            "joints.by_ending._calf_joint.action_scale_rad: value is 0.89; allowed: stance -1.7 ±"
                + " action scale rad within the limits");
  }

  @Test
  void aPolicyRateThatDoesNotDivideTheTickRateIsRefused() {
    robot
        .yaml("policy_rate_hz: 25", "policy_rate_hz: 30")
        .isRefusedThereWith(
            "control.policy_rate_hz: value is 30; allowed: Hz that divide tick_rate_hz 500");
  }

  @Test
  void aTickPeriodThatIsNoWholeNumberOfNanosecondsIsRefused() {
    robot
        .yaml("tick_rate_hz: 500", "tick_rate_hz: 300")
        .isRefusedThereWith(
            "control.tick_rate_hz: value is 300; allowed: Hz whose period is a whole number of ns");
  }

  @Test
  void aTimeoutShorterThanTwoPeriodsIsRefused() {
    robot
        .yaml("imu_timeout_s: 0.05", "imu_timeout_s: 0.003")
        .isRefusedThereWith(
            "safety.imu_timeout_s: value is 0.003; allowed: s from 0.004, two control periods");
  }

  @Test
  void safetyThresholdsTighterThanTerminationAreRefused() {
    robot
        .yaml("max_tilt_rad: 1.0", "max_tilt_rad: 0.8")
        .yaml("min_height_m: 0.14", "min_height_m: 0.20");
    assertThat(robot.problems())
        .hasSize(2)
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains(
                        "safety.max_tilt_rad: value is 0.8; allowed: rad from"
                            + " task.termination_tilt_rad 0.9"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains(
                        "safety.min_height_m: value is 0.2; allowed: m up to"
                            + " task.termination_height_m 0.16"));
  }

  @Test
  void aTerminationHeightThatStandingIsBelowIsRefused() {
    robot
        .yaml("termination_height_m: 0.16", "termination_height_m: 0.31")
        .isRefusedThereWith(
            "task.termination_height_m: value is 0.31; allowed: m below the trunk's height in"
                + " stance, 0.300801");
  }

  @Test
  void aStanceThatWouldTipOverIsRefused() {
    robot.yaml("stance_rad: 0.90", "stance_rad: 2.3");
    assertThat(robot.problems())
        .anySatisfy(
            p -> assertThat(p).contains("value is a stance with the centre of mass at x = "));
  }

  @Test
  void aButtonWithTwoMeaningsIsRefused() {
    robot.yaml("lie_button: 2", "lie_button: 0");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .endsWith(
            "onboard.operator: buttons: value is [4, 1, 7, 0, 0, 5]; allowed: a button of its own"
                + " for each");
  }

  @Test
  void spinningForMoreThanHalfAPeriodIsRefused() {
    robot
        .yaml("spin_s: 0.0002", "spin_s: 0.0011")
        .isRefusedThereWith(
            "onboard.real_time.spin_s: value is 0.0011; allowed: s up to 0.001, half a control"
                + " period");
  }

  @Test
  void standingUpFromATiltThatIsAFallIsRefused() {
    robot
        .yaml("max_tilt_rad: 0.5", "max_tilt_rad: 1.1")
        .isRefusedThereWith(
            "onboard.recover.max_tilt_rad: value is 1.1; allowed: rad up to safety.max_tilt_rad 1");
  }
}
