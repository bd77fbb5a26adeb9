package io.mbmpo.launch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.sim.SimulatorSpeed.SpeedReport;
import org.junit.jupiter.api.Test;

class TaskSpeedTest {
  @Test
  void itCountsWholeEpisodesAndTheirSimulatedTime() {
    SpeedReport report = TaskSpeed.measure("point", 0.05);
    assertThat(report.steps()).isPositive();
    assertThat(report.steps() % 200).isZero();
    assertThat(report.simulatedS()).isCloseTo(0.1 * report.steps(), within(1e-6));
    assertThat(report.wallS()).isBetween(0.05, 10.0);
  }
}
