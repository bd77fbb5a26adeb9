package io.mbmpo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SimulatorSpeedTest {
  private static final Logger log = LoggerFactory.getLogger(SimulatorSpeedTest.class);

  /** An idle machine of 2 cores gives well above 40; the bound leaves room for a busy one. */
  @Test
  void simulatesManyTimesFasterThanRealTimeWithAllSensors() {
    SimulatorSpeed.SpeedReport report = SimulatorSpeed.measure(TestRobots.quadruped(), 40);
    log.info("{} x real time, {} us/step", report.timesRealTime(), report.microsPerStep());
    assertThat(report.timesRealTime()).isGreaterThan(15);
  }
}
