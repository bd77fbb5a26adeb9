package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Bench;
import io.mbmpo.robotconfigs.OperatorConfig.Deadman;
import io.mbmpo.robotconfigs.RobotConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageLimitsTest {
  @ParameterizedTest
  @EnumSource(Stage.class)
  void everyStageIsSlowerAndWeakerThanTheRobotAndWantsTheDeadman(Stage stage) {
    StageLimits limits = StageLimits.of(stage);
    RobotConfig robot = Bench.CONFIG;
    RobotConfig staged =
        stage.hangs()
            ? StagedConfig.hanging(robot, limits, new double[robot.jointCount()])
            : StagedConfig.onTheGround(robot, limits);
    assertThat(staged.control().targetRateRadS()).isLessThan(robot.control().targetRateRadS());
    assertThat(staged.standUp().riseS()).isGreaterThanOrEqualTo(robot.standUp().riseS());
    for (int i = 0; i < robot.jointCount(); i++) {
      assertThat(staged.joints().get(i).effortLimitNm())
          .isLessThan(robot.joints().get(i).effortLimitNm());
    }
    assertThat(robot.onboard().operator().deadman()).isEqualTo(Deadman.WHEN_SEEN);
    assertThat(staged.onboard().operator().deadman()).isEqualTo(Deadman.ALWAYS);
    assertThat(staged.hash()).isEqualTo(robot.hash());
  }

  @Test
  void aTableThatSaysNonsenseIsRefusedByName() {
    String table = "quantity | hang | stand | crouch | walk\n";
    assertThatThrownBy(() -> StageLimits.parse(table, Stage.HANG))
        .hasMessageContaining("gain_share");
    assertThatThrownBy(() -> StageLimits.parse(table + "gain_share | 1\n", Stage.STAND))
        .hasMessageContaining("a column for each stage");
  }
}
