package io.mbmpo.controller.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Bench;
import io.mbmpo.link.EpisodeEnd;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailsafeTableTest {
  private static final long MS = 1_000_000;

  private final FailsafeTable table = FailsafeTable.of(Bench.CONFIG);

  @Test
  void everyConditionHasARowAndTheDumpShowsItInEveryMode() {
    String text = table.toMarkdown();
    assertThat(text.lines()).hasSize(Condition.values().length + 2);
    for (Condition condition : Condition.values()) {
      assertThat(text).contains("| " + condition.title() + " | " + condition.meaning());
    }
    assertThat(text).contains("hold, then damping after 500 ms").contains("ESTOP");
  }

  @Test
  void theEmergencyStopIsTheMostSevereInEveryModeAndLatched() {
    for (Mode mode : Mode.values()) {
      assertThat(table.severity(Condition.EMERGENCY_STOP, mode)).isEqualTo(Severity.ESTOP);
    }
    assertThat(table.latched(Condition.EMERGENCY_STOP)).isTrue();
    assertThat(table.latched(Condition.TILT)).isFalse();
  }

  @Test
  void losingTheLinkNeverStopsTheRobot() {
    for (Mode mode : Mode.values()) {
      assertThat(table.severity(Condition.LINK_LOST, mode)).isEqualTo(Severity.INFO);
    }
  }

  @Test
  void whatInterruptsAnEpisodeIsWhatEndsItForWantOfTimeOrSamples() {
    assertThat(Stream.of(Condition.values()).map(Condition::title))
        .as("an end of an episode is a condition's title")
        .containsAll(EpisodeEnd.interruptions());
    assertThat(
            Stream.of(Condition.values())
                .filter(c -> table.severity(c, Mode.RUN).atLeast(Severity.HOLD))
                .filter(c -> EpisodeEnd.interrupted(c.title())))
        .containsExactly(
            Condition.JOINT_STATE_STALE,
            Condition.IMU_STALE,
            Condition.ODOMETRY_STALE,
            Condition.TICK_OVERRUN);
  }

  @Test
  void theMostSevereConditionWinsAndTheMilderShowsAgainAfterwards() {
    FailsafeMonitor monitor = new FailsafeMonitor(table);
    long mild = Condition.LINK_LOST.bit();
    monitor.update(0, Mode.RUN, mild | Condition.IMU_STALE.bit(), false);
    assertThat(monitor.cause()).isEqualTo(Condition.IMU_STALE);
    assertThat(monitor.severity()).isEqualTo(Severity.DAMPING);
    monitor.update(MS, Mode.RUN, mild, false);
    assertThat(monitor.cause()).isEqualTo(Condition.LINK_LOST);
    monitor.update(2 * MS, Mode.RUN, 0, false);
    assertThat(monitor.cause()).isNull();
    assertThat(monitor.severity()).isEqualTo(Severity.NONE);
  }

  @Test
  void aDelayMustPassWithoutInterruption() {
    FailsafeMonitor monitor = new FailsafeMonitor(table);
    long bit = Condition.JOINT_VELOCITY_LIMIT.bit();
    monitor.update(0, Mode.RUN, bit, false);
    monitor.update(19 * MS, Mode.RUN, bit, false);
    assertThat(monitor.severity()).isEqualTo(Severity.NONE);
    monitor.update(19 * MS + 1, Mode.RUN, 0, false);
    monitor.update(20 * MS, Mode.RUN, bit, false);
    monitor.update(39 * MS, Mode.RUN, bit, false);
    assertThat(monitor.severity()).isEqualTo(Severity.NONE);
    monitor.update(40 * MS, Mode.RUN, bit, false);
    assertThat(monitor.severity()).isEqualTo(Severity.DAMPING);
  }

  @Test
  void aLatchedConditionClearsOnlyByTheOperatorAndOnlyAfterItsEnd() {
    FailsafeMonitor monitor = new FailsafeMonitor(table);
    long bit = Condition.NON_FINITE_SENSOR.bit();
    monitor.update(0, Mode.RUN, bit, false);
    monitor.update(MS, Mode.DAMPING, bit, true);
    assertThat(monitor.severity()).isEqualTo(Severity.DAMPING);
    monitor.update(2 * MS, Mode.DAMPING, 0, false);
    assertThat(monitor.severity()).isEqualTo(Severity.DAMPING);
    monitor.update(3 * MS, Mode.DAMPING, 0, true);
    assertThat(monitor.severity()).isEqualTo(Severity.NONE);
  }

  @Test
  void aTableThatForgetsAConditionOrHoldsInRunIsRefused() {
    String header = "condition | idle | recover | stand up | stand | run | clears\n";
    assertThatThrownBy(() -> FailsafeTable.parse(header, 0)).hasMessageContaining("no row for");
    assertThatThrownBy(
            () ->
                FailsafeTable.parse(
                    header + "TILT | NONE | NONE | NONE | NONE | HOLD>DAMPING@1 | itself\n", 0))
        .hasMessageContaining("no hold in RUN");
    assertThatThrownBy(() -> FailsafeTable.parse(header + "TILT | NONE\n", 0))
        .hasMessageContaining("7 columns");
  }

  @Test
  void theModesFollowEachOtherAsDesigned() {
    String allowed =
        Stream.of(Mode.values())
            .map(
                mode ->
                    mode
                        + ":"
                        + Stream.of(Mode.values())
                            .filter(next -> next != mode && mode.allows(next))
                            .map(Mode::name)
                            .collect(Collectors.joining(",")))
            .collect(Collectors.joining(" "));
    assertThat(allowed)
        .isEqualTo(
            "OFF:DAMPING,STAND_UP,RECOVER,ESTOP DAMPING:OFF,ESTOP STAND_UP:DAMPING,STAND,ESTOP"
                + " STAND:DAMPING,RUN,ESTOP RUN:DAMPING,STAND,ESTOP"
                + " RECOVER:DAMPING,STAND_UP,ESTOP ESTOP:OFF");
  }
}
