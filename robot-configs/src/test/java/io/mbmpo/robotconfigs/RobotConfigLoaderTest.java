package io.mbmpo.robotconfigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobotConfigLoaderTest {
  @Test
  void theGo1IsLoaded() {
    RobotConfig go1 = Robots.go1();
    assertThat(go1.name()).isEqualTo("go1");
    assertThat(go1.jointCount()).isEqualTo(12);
    assertThat(go1.joints().get(2))
        .isEqualTo(
            new JointConfig(
                "FR_calf_joint", -2.818, -0.888, 20.06, 35.55, -1.7, -2.72, 0.39, 80, 2, 2));
    assertThat(go1.control().ticksPerPolicyStep()).isEqualTo(20);
    assertThat(Kinematics.of(go1).massKg()).isCloseTo(12.984, within(1e-9));
    assertThat(go1.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void whatIsNotSaidAboutLookingAfterTheRobotHasItsDefault(@TempDir Path temporary)
      throws IOException {
    EditedRobot robot = new EditedRobot(temporary);
    Path file = robot.folder().resolve("robot.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf("onboard:")));
    assertThat(robot.load().onboard()).isEqualTo(OnboardConfig.DEFAULT);
    Files.writeString(file, text.replaceFirst("(?s)onboard:.*", "onboard: {recover: {fold_s: 3}}"));
    assertThat(robot.load().onboard().recover()).isEqualTo(new RecoverConfig(3, 0.5, 0.5, 1.0));
    assertThat(robot.load().onboard().realTime()).isEqualTo(OnboardConfig.DEFAULT.realTime());
  }

  @Test
  void theAnymalIsLoadedWithItsHindKneesTheOtherWayRound() {
    RobotConfig anymal = Robots.anymalC();
    assertThat(anymal.jointCount()).isEqualTo(12);
    assertThat(Kinematics.of(anymal).massKg()).isCloseTo(50.0, within(0.5));
    assertThat(anymal.joints().get(2).stanceRad()).isEqualTo(-anymal.joints().get(8).stanceRad());
    assertThat(anymal.hash()).isNotEqualTo(Robots.go1().hash());
  }

  @Test
  void availableRobotsAreListedInOrder() {
    assertThat(RobotConfigLoader.available(Robots.ROOT)).contains("anymal_c", "go1").isSorted();
  }

  @Test
  void anUnknownRobotIsRefusedWithTheNearestAndAllKnownNames() {
    assertThatThrownBy(() -> RobotConfigLoader.find(Robots.ROOT, "g01"))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("unknown robot \"g01\" (did you mean go1?)")
        .hasMessageContaining("anymal_c, go1");
  }

  @Test
  void robotsAreFoundInEachOfTheFolders(@TempDir Path own) {
    Path mine = NewRobot.create(own, "mine", Robots.ROOT.resolve("go1/go1.urdf"));
    List<Path> roots = List.of(Robots.ROOT, own);
    assertThat(RobotConfigLoader.find(roots, "mine")).isEqualTo(mine);
    assertThat(RobotConfigLoader.find(roots, "go1")).isEqualTo(Robots.ROOT.resolve("go1"));
  }

  @Test
  void aNameThatTwoFoldersHaveIsRefusedSinceItWouldBeAMatterOfLuck(@TempDir Path own) {
    Path other = NewRobot.create(own, "go1", Robots.ROOT.resolve("go1/go1.urdf"));
    assertThatThrownBy(() -> RobotConfigLoader.find(List.of(Robots.ROOT, own), "go1"))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("two robots are called \"go1\"")
        .hasMessageContaining(other.toString());
  }

  @Test
  void aFolderNameThatCannotBeATopicIsRefused() {
    assertThatThrownBy(() -> RobotConfigLoader.load(Robots.ROOT.resolve("Go#1")))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("folder name: value is Go#1; allowed: [a-z][a-z0-9_]{0,39}");
  }

  @Test
  void aRootThatIsNoFolderIsRefused() {
    assertThatThrownBy(() -> RobotConfigLoader.available(Robots.ROOT.resolve("pom.xml")))
        .isInstanceOf(RobotConfigException.class)
        .hasMessageContaining("pom.xml: not a folder of robots that can be read");
  }
}
