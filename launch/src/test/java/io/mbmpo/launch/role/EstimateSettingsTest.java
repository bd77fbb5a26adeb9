package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.rcl.KnownRun;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.robotconfigs.EstimatorConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateSettingsTest {
  @TempDir Path runs;
  private final RobotConfig go1 =
      RobotConfigLoader.load(
          Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs/go1"));

  private RunDescription run(Map<String, Record> settings) {
    RunFolder made =
        RunFolder.create(runs, "go1", 1, Instant.EPOCH, "abc", List.of("demo"), settings);
    return RunFolder.open(made.path()).description();
  }

  @Test
  void aRunThatSaysNothingUsesTheRobotsOdometry() {
    assertThat(EstimateSettings.robot(run(Map.of()), go1)).isSameAs(go1);
  }

  @Test
  void theNodeInARos2WorkspaceReadsTheSameInARunsFolder() {
    RunFolder run =
        RunFolder.create(
            runs,
            "go1",
            1,
            Instant.ofEpochSecond(1_700_000_000),
            "abc",
            List.of("demo"),
            Map.of(EstimateSettings.GROUP, new EstimateSettings(true)));
    assertThat(KnownRun.of(run.path()))
        .isEqualTo(
            new KnownRun(Optional.of("go1"), OptionalLong.of(1_700_000_000), true, Map.of()));
    assertThat(KnownRun.of(runs)).isEqualTo(KnownRun.NOTHING);
  }

  @Test
  void aRunOnEstimatesStaysOneWhenItIsOpenedAgain() {
    RunDescription run = run(Map.of(EstimateSettings.GROUP, new EstimateSettings(true)));
    assertThat(EstimateSettings.robot(run, go1).estimator()).isEqualTo(EstimatorConfig.DEFAULT);
  }
}
