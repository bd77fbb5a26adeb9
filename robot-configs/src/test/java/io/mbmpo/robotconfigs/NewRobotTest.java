package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewRobotTest {
  private static final Path GO1 = Robots.ROOT.resolve("go1").resolve("go1.urdf");
  private static final Path ANYMAL = Robots.ROOT.resolve("anymal_c").resolve("anymal_c.urdf");

  @TempDir Path temporary;

  private Path robots() {
    return temporary.resolve("robots");
  }

  private Path edited(String regex, String replacement) throws IOException {
    String text = Files.readString(GO1);
    String other = text.replaceAll(regex, replacement);
    assertThat(other).isNotEqualTo(text);
    return Files.writeString(temporary.resolve("edited.urdf"), other);
  }

  private RobotConfig made(Path urdf) {
    return RobotConfigLoader.load(NewRobot.create(robots(), "mine", urdf));
  }

  private static double angle(RobotConfig robot, String joint) {
    return robot.joints().stream()
        .filter(j -> j.name().equals(joint))
        .findAny()
        .orElseThrow()
        .stanceRad();
  }

  @Test
  void theDraftOfASoundUrdfLoads() {
    for (Path urdf : new Path[] {GO1, ANYMAL}) {
      RobotConfig robot =
          RobotConfigLoader.load(
              NewRobot.create(robots(), "copy_of_" + urdf.getParent().getFileName(), urdf));
      assertThat(robot.jointCount()).isEqualTo(12);
      assertThat(robot.onboard()).isEqualTo(OnboardConfig.DEFAULT);
      assertThat(robot.ros2()).isEqualTo(Ros2Config.DEFAULT);
    }
  }

  @Test
  void jointsComeInTheOrderOfTheUrdf() {
    assertThat(made(GO1).joints())
        .extracting(JointConfig::name)
        .containsExactlyElementsOf(Robots.go1().joints().stream().map(JointConfig::name).toList());
  }

  @Test
  void figuresAreNearThoseThatWereFoundByHand() {
    RobotConfig draft = made(GO1);
    RobotConfig byHand = Robots.go1();
    for (int i = 0; i < byHand.jointCount(); i++) {
      JointConfig d = draft.joints().get(i);
      JointConfig h = byHand.joints().get(i);
      assertThat(d.stanceRad()).isCloseTo(h.stanceRad(), within(0.12));
      assertThat(d.crouchRad()).isCloseTo(h.crouchRad(), within(0.2));
      assertThat(d.kpNmRad()).isCloseTo(h.kpNmRad(), within(0.1 * h.kpNmRad()));
    }
    assertThat(draft.task().speedCapMS()).isCloseTo(byHand.task().speedCapMS(), within(0.1));
    assertThat(draft.task().terminationHeightM())
        .isCloseTo(byHand.task().terminationHeightM(), within(0.01));
  }

  @Test
  void inStanceTheCentreOfMassIsAboveTheMiddleOfTheFeet() {
    for (Path urdf : new Path[] {GO1, ANYMAL}) {
      RobotConfig robot =
          RobotConfigLoader.load(
              NewRobot.create(robots(), "stands_" + urdf.getParent().getFileName(), urdf));
      Kinematics kinematics = Kinematics.of(robot);
      double[] stance = robot.joints().stream().mapToDouble(JointConfig::stanceRad).toArray();
      double middle = 0;
      for (double[] foot : kinematics.footPositionsM(stance)) {
        middle += foot[0] / 4;
      }
      assertThat(kinematics.centreOfMassM(stance)[0]).isCloseTo(middle, within(0.005));
    }
  }

  @Test
  void jointsThatTurnTheOtherWayStandTheSame() throws IOException {
    // calf and thigh of all legs about −y, their limits mirrored
    Path mirrored =
        edited(
            "(?s)<axis xyz=\"0 1 0\"/>\\s*<limit lower=\"(-?)([0-9.]+)\" upper=\"(-?)([0-9.]+)\"",
            "<axis xyz=\"0 -1 0\"/><limit lower=\"-$3$4\" upper=\"-$1$2\"");
    Files.writeString(mirrored, Files.readString(mirrored).replace("\"--", "\""));
    RobotConfig plain = made(GO1);
    RobotConfig other = RobotConfigLoader.load(NewRobot.create(robots(), "other", mirrored));
    assertThat(angle(other, "FR_calf_joint")).isEqualTo(-angle(plain, "FR_calf_joint"));
    assertThat(angle(other, "RL_thigh_joint")).isEqualTo(-angle(plain, "RL_thigh_joint"));
  }

  @Test
  void namesWithoutACommonEndingShareSettingsByAnAnchor() throws IOException {
    Path urdf = edited("([FR][LR])_(hip|thigh|calf)_joint", "$2_$1");
    Path folder = NewRobot.create(robots(), "mine", urdf);
    assertThat(folder.resolve("robot.yaml"))
        .content()
        .contains("    calf_FR: &same_3\n", "    calf_RL: *same_3\n");
    RobotConfig robot = RobotConfigLoader.load(folder);
    assertThat(angle(robot, "calf_RL")).isEqualTo(angle(robot, "calf_FR")).isNegative();
    assertThat(angle(robot, "thigh_RL")).isPositive();
  }

  @Test
  void aRobotThatIsThereIsNotWrittenOver() throws IOException {
    Path yaml = NewRobot.create(robots(), "mine", GO1).resolve("robot.yaml");
    Files.writeString(yaml, "by hand");
    assertThatThrownBy(() -> NewRobot.create(robots(), "mine", GO1))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("cannot make robot mine:")
        .hasMessageContaining("mine is there already");
    assertThat(yaml).hasContent("by hand");
  }

  @Test
  void whereTheUrdfCannotBeUsedNothingIsWritten() throws IOException {
    Path urdf = edited("<sphere radius=\"0.020\"/>", "<mesh filename=\"foot.stl\"/>");
    assertThatThrownBy(() -> NewRobot.create(robots(), "mine", urdf))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("edited.urdf:")
        .hasMessageContaining(
            "link FR_foot: collision shape: value is mesh; allowed: box, sphere, cylinder");
    assertThat(robots()).doesNotExist();
  }

  @Test
  void aBodyThatCannotExistIsNamedBeforeAPoseIsLookedFor() throws IOException {
    Path urdf = edited("izz=\"0.0717\"", "izz=\"0.0817\"");
    assertThatThrownBy(() -> NewRobot.create(robots(), "mine", urdf))
        .hasMessageContaining("link trunk: inertia")
        .hasMessageContaining("triangle inequality")
        .hasMessageNotContaining("pose");
    assertThat(robots()).doesNotExist();
  }

  @Test
  void legsThatCannotBendAreNamedAsWhatStandsInTheWay() throws IOException {
    Path urdf = edited("lower=\"-2.818\" upper=\"-0.888\"", "lower=\"-0.1\" upper=\"0.1\"");
    assertThatThrownBy(() -> NewRobot.create(robots(), "mine", urdf))
        .hasMessageContaining("robot: pose: value is no stance and crouch found")
        .hasMessageContaining("axes, origins and limits");
    assertThat(robots()).doesNotExist();
  }

  @Test
  void aNameThatCannotBeATopicIsRefused() {
    assertThatThrownBy(() -> NewRobot.create(robots(), "My-Robot", GO1))
        .hasMessageContaining("name: value is My-Robot; allowed: [a-z][a-z0-9_]{0,39}");
  }

  @Test
  void aUrdfThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> NewRobot.create(robots(), "mine", temporary.resolve("no.urdf")))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("no.urdf: cannot be read");
  }
}
