package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SimulatorSpeedTest {
  private static final Logger log = LoggerFactory.getLogger(SimulatorSpeedTest.class);

  /** The bound leaves room for a busy machine, where neighbours slow a core down. */
  @Test
  void simulatesManyTimesFasterThanRealTimeWithAllSensors() {
    SimulatorSpeed.SpeedReport report = SimulatorSpeed.measure(TestRobots.quadruped(), 40);
    log.info(
        "{} x real time by the wall clock, {} x by processor time",
        report.timesRealTime(),
        report.timesRealTimeOnOneCore());
    assertThat(report.timesRealTimeOnOneCore()).isGreaterThan(15);
  }
}
