package io.mbmpo.launch.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.stage.Stage;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a robot has passed opens the next stage, and nothing else does. */
class PassedStagesTest {
  private static final RobotConfig GO1 =
      RobotConfigLoader.load(Path.of(System.getProperty("mbmpo.root"), "robot-configs", "go1"));

  @TempDir Path runs;

  private PassedStages passes() {
    return new PassedStages(runs, GO1);
  }

  private static PassedStages.Pass pass(Stage stage, String hash, boolean simulated) {
    return new PassedStages.Pass(
        stage.word(),
        hash,
        "position",
        simulated,
        "2026-01-01T00:00:00Z",
        "abc",
        Map.of("tilt_rad", 0.01));
  }

  @Test
  void hangNeedsNothingAndEveryOtherStageTheOneBefore() {
    for (Stage stage : Stage.values()) {
      if (stage == Stage.HANG) {
        assertThatCode(() -> passes().refuseOutOfOrder(stage)).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> passes().refuseOutOfOrder(stage))
            .isInstanceOf(LaunchException.class)
            .hasMessageContaining(
                "stage " + stage.before().orElseThrow().word() + " has not been passed")
            .hasMessageContaining("./mbmpo robot --stage " + stage.before().orElseThrow().word());
      }
    }
  }

  @Test
  void aPassIsKeptOnDiskAndOpensTheNextStageOnly() {
    passes().add(pass(Stage.HANG, GO1.hash(), false));
    assertThatCode(() -> passes().refuseOutOfOrder(Stage.STAND, false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> passes().refuseOutOfOrder(Stage.CROUCH))
        .hasMessageContaining("stage stand has not been passed");
    assertThat(passes().notice()).hasValueSatisfying(n -> assertThat(n).contains("stage walk"));
    passes().add(pass(Stage.WALK, GO1.hash(), false));
    assertThat(passes().notice()).isEmpty();
  }

  @Test
  void whatASimulatorPassedOpensNothingForARobot() {
    passes().add(pass(Stage.HANG, GO1.hash(), true));
    assertThatCode(() -> passes().refuseOutOfOrder(Stage.STAND)).doesNotThrowAnyException();
    assertThatCode(() -> passes().refuseOutOfOrder(Stage.STAND, true)).doesNotThrowAnyException();
    assertThatThrownBy(() -> passes().refuseOutOfOrder(Stage.STAND, false))
        .hasMessageContaining("by the robot (a simulator has)");
    passes().add(pass(Stage.WALK, GO1.hash(), true));
    assertThat(passes().notice()).isPresent();
  }

  @Test
  void anotherConfigurationBeginsAgain() {
    passes().add(pass(Stage.HANG, "0123456789abcdef", false));
    assertThatThrownBy(() -> passes().refuseOutOfOrder(Stage.STAND))
        .hasMessageContaining("it was with configuration 01234567");
  }

  @Test
  void aFileThatIsNoneIsRefusedByName() throws IOException {
    Path file = passes().file();
    Files.createDirectories(file.getParent());
    Files.writeString(file, "robot: go1\npassed: 3\n");
    assertThatThrownBy(this::passes)
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("go1.yaml");
  }
}
