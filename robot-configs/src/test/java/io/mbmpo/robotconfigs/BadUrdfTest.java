package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadUrdfTest {
  @TempDir Path temporary;
  private EditedRobot robot;

  @BeforeEach
  void copyTheGo1() {
    robot = new EditedRobot(temporary);
  }

  @Test
  void aMissingUrdfIsRefused() {
    robot
        .yaml("urdf: go1.urdf", "urdf: go2.urdf")
        .isRefusedThereWith(
            "urdf: value is \"go2.urdf\", and "
                + robot.folder().resolve("go2.urdf")
                + " does not exist; allowed: the name of a URDF file in the robot's folder");
  }

  @Test
  void aUrdfOutsideTheFolderIsRefused() {
    robot
        .yaml("urdf: go1.urdf", "urdf: ../go1/go1.urdf")
        .isRefusedThereWith(
            "urdf: value is \"../go1/go1.urdf\"; allowed: text of the form"
                + " ^[A-Za-z0-9_.-]+\\.urdf$");
  }

  @Test
  void brokenXmlIsRefusedWithItsLine() {
    robot.urdf("<mass value=\"5.204\"/>", "<mass value=\"5.204\">");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("go1.urdf:12: document: value is not XML: ");
  }

  @Test
  void aDoctypeIsRefusedBeforeAnyEntityIsRead() throws IOException {
    Path secret = Files.writeString(temporary.resolve("secret"), "0.1");
    robot
        .urdf(
            "<robot name",
            "<!DOCTYPE robot [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n<robot name")
        .isRefusedAt("go1.urdf", 6, "document: value is a DOCTYPE; allowed: plain XML without one");
  }

  @Test
  void anUnknownShapeIsRefusedByName() {
    robot
        .urdf("<sphere radius=\"0.020\"/>", "<capsule radius=\"0.020\"/>")
        .isRefusedThereWith(
            "link FR_foot: collision shape: value is capsule; allowed: box, sphere, cylinder");
  }

  @Test
  void anUnknownJointTypeIsRefusedByName() {
    robot.urdf("type=\"revolute\"", "type=\"prismatic\"");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains("joint FR_hip_joint: type: value is prismatic; allowed: revolute, fixed");
  }

  @Test
  void aMisspeltElementIsRefusedSinceItWouldChangeTheRobot() {
    robot.urdf("<inertial>", "<inertail>").urdf("</inertial>", "</inertail>");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains("go1.urdf:8: link trunk: value is an unknown element <inertail>");
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    robot
        .urdf("<mass value=\"5.204\"/>", "<mass value=\"NaN\"/>")
        .isRefusedThereWith("link trunk: mass value: value is \"NaN\"; allowed: a finite number");
  }

  @Test
  void aVectorOfTwoIsRefused() {
    robot
        .urdf("<axis xyz=\"1 0 0\"/>", "<axis xyz=\"1 0\"/>")
        .isRefusedThereWith(
            "joint FR_hip_joint: axis: value is \"1 0\"; allowed: three finite numbers");
  }

  @Test
  void anAxisOfLengthZeroIsRefused() {
    robot
        .urdf("<axis xyz=\"1 0 0\"/>", "<axis xyz=\"0 0 0\"/>")
        .isRefusedThereWith(
            "joint FR_hip_joint: axis: value is 0 0 0; allowed: a vector that is not 0");
  }

  @Test
  void aMissingLimitIsRefused() {
    robot
        .urdf(" effort=\"23.7\"", "")
        .isRefusedThereWith(
            "joint FR_hip_joint: limit effort: value is missing; allowed: a finite number");
  }

  @Test
  void aJointWithoutLimitsIsToldWhatLimitsLookLike() {
    robot
        .urdf("<limit lower=\"-0.863\" upper=\"0.863\" effort=\"23.7\" velocity=\"30.1\"/>", "")
        .urdf("<joint name=\"FR_hip_joint\"", "<joint name=\"FR_hip_joint\"")
        .isRefusedThereWith(
            "joint FR_hip_joint: limit: value is missing; allowed: <limit lower=\"rad\""
                + " upper=\"rad\" effort=\"N·m\" velocity=\"rad/s\"/>");
  }

  @Test
  void aContinuousJointIsToldThatItNeedsLimits() {
    robot.urdf("type=\"revolute\"", "type=\"continuous\"");
    assertThat(robot.problems())
        .first()
        .asString()
        .contains(
            "joint FR_hip_joint: type: value is continuous; allowed: revolute, with a <limit>;"
                + " fixed");
  }

  @Test
  void aMacroThatIsNotExpandedIsToldHow() {
    robot
        .urdf(
            "<robot name=\"go1\">",
            "<robot name=\"go1\" xmlns:xacro=\"http://ros.org/wiki/xacro\">\n"
                + "<xacro:include filename=\"leg.xacro\"/>")
        .isRefusedThereWith(
            "robot: value is <xacro:include>, a macro; allowed: plain URDF, as xacro makes it: xacro"
                + " FILE > ROBOT.urdf");
  }

  @Test
  void anElementOfAnotherToolInsideALinkIsRefusedWithWhatALinkHas() {
    robot
        .urdf("<link name=\"FR_foot\">", "<link name=\"FR_foot\">\n<contact/>")
        .isRefusedThereWith(
            "link FR_foot: value is an unknown element <contact>; allowed: collision, inertial,"
                + " visual");
  }

  @Test
  void aJointToALinkThatIsNotThereIsRefused() {
    robot.urdf("<parent link=\"FR_hip\"/>", "<parent link=\"FR_hop\"/>");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains(
            "joint FR_thigh_joint: parent: value is FR_hop (did you mean FR_hip?); allowed: the"
                + " name of a link");
  }

  @Test
  void aLinkCarriedByTwoJointsIsRefused() {
    robot.urdf("<child link=\"FL_hip\"/>", "<child link=\"FR_hip\"/>");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains(
            "joint FL_hip_joint: child: value is FR_hip, which joint FR_hip_joint carries already");
  }

  @Test
  void twoRootsAreRefused() {
    robot.urdf("</robot>", "<link name=\"lost\"/>\n</robot>");
    assertThat(robot.problems())
        .singleElement()
        .asString()
        .contains("robot: root: value is trunk, lost; allowed: exactly one link");
  }

  @Test
  void aCycleApartFromTheTreeIsRefused() {
    robot.urdf(
        "<parent link=\"trunk\"/>\n    <child link=\"FR_hip\"/>",
        "<parent link=\"FR_foot\"/>\n    <child link=\"FR_hip\"/>");
    assertThat(robot.problems())
        .hasSize(4)
        .first()
        .asString()
        .contains("link FR_hip: value is not connected to trunk, its joints form a cycle");
  }

  @Test
  void aLinkGivenTwiceIsRefused() {
    robot.urdf("<link name=\"FL_hip\">", "<link name=\"FR_hip\">");
    assertThat(robot.problems())
        .anySatisfy(
            p -> assertThat(p).contains("link FR_hip: value is given again (first in line 26)"));
  }

  @Test
  void visualsAndOtherToolsExtensionsAreSkipped() {
    RobotConfig plain = Robots.go1();
    RobotConfig dressed =
        robot
            .urdf("</robot>", "<gazebo/><ros2_control/></robot>")
            .urdf("</inertial>", "</inertial><visual><geometry><mesh/></geometry></visual>")
            .load();
    assertThat(dressed.model()).isEqualTo(plain.model());
  }
}
