package io.mbmpo.launch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LockstepSpeedTest {
  private final RobotConfig go1 =
      RobotConfigLoader.load(
          Path.of(System.getProperty("mbmpo.root", ".."), "robot-configs", "go1"));

  @Test
  void itCountsWholeEpisodesAndIsFasterThanRealTime() {
    SpeedReport report = LockstepSpeed.measure(go1, 5);
    assertThat(report.simulatedS()).isGreaterThanOrEqualTo(5);
    assertThat(report.steps() * 0.002).isCloseTo(report.simulatedS(), within(1e-6));
    assertThat(report.cpuS()).isLessThan(1.05 * report.wallS());
    assertThat(report.timesRealTimeOnOneCore()).isGreaterThan(5);
  }
}
