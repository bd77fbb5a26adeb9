package io.mbmpo.controller.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.faults.FaultCell.Reaction;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.FailsafeTable;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of fault of every sensor in every mode, in simulated time. */
class FaultMatrixTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("mbmpo.root", ".."), "docs", "fault-matrix.md");
  private static final FailsafeTable TABLE = FailsafeTable.of(Bench.CONFIG);
  private static final Map<Sensor, Map<Fault, Map<Mode, Reaction>>> MEASURED =
      new EnumMap<>(Sensor.class);

  @BeforeAll
  static void measure() {
    for (Sensor sensor : Sensor.values()) {
      for (Fault fault : Fault.values()) {
        for (Mode mode : Mode.values()) {
          MEASURED
              .computeIfAbsent(sensor, s -> new EnumMap<>(Fault.class))
              .computeIfAbsent(fault, f -> new EnumMap<>(Mode.class))
              .put(mode, FaultCell.measure(sensor, fault, mode));
        }
      }
    }
  }

  @Test
  void aSensorThatFallsSilentActsWithinTwoTicksOfItsTimeoutAndOfTheTablesDelay() {
    for (Sensor sensor : Sensor.values()) {
      for (Fault fault : new Fault[] {Fault.OFF, Fault.SLOW, Fault.DELAYED, Fault.INTERMITTENT}) {
        for (Mode mode : Mode.values()) {
          actsAtOnce(sensor, fault, mode, sensor.stale, sensor.timeoutS);
        }
      }
    }
  }

  @Test
  void garbageActsWithinTwoTicks() {
    for (Sensor sensor : Sensor.values()) {
      Condition condition =
          sensor == Sensor.OPERATOR ? Condition.OPERATOR_LOST : Condition.NON_FINITE_SENSOR;
      for (Mode mode : Mode.values()) {
        actsAtOnce(sensor, Fault.GARBAGE, mode, condition, 0);
      }
    }
  }

  @Test
  void aJointThatJumpsIsNoticedWithinTwoTicksWheneverTheRobotHoldsItselfUp() {
    for (Mode mode : Mode.values()) {
      if (mode.active()) {
        actsAtOnce(Sensor.JOINT_STATE, Fault.WRONG, mode, Condition.JOINTS_IMPLAUSIBLE, 0);
      }
    }
  }

  @Test
  void whereARobotMovesNoSensorMayBeStuck() {
    for (Sensor sensor : new Sensor[] {Sensor.JOINT_STATE, Sensor.IMU, Sensor.ODOMETRY}) {
      for (Mode mode : new Mode[] {Mode.RECOVER, Mode.STAND_UP, Mode.RUN}) {
        Reaction reaction = MEASURED.get(sensor).get(Fault.STUCK).get(mode);
        assertThat(reaction.cause())
            .as("%s stuck in %s", sensor, mode)
            .isIn(Condition.SENSOR_STUCK, Condition.JOINTS_IMPLAUSIBLE);
        assertThat(reaction.worst()).isEqualTo(Severity.DAMPING);
      }
    }
  }

  @Test
  void everyFaultThatStopsTheRobotLeavesItDampedOrStopped() {
    MEASURED.forEach(
        (sensor, faults) ->
            faults.forEach(
                (fault, modes) ->
                    modes.forEach(
                        (mode, reaction) -> {
                          if (reaction.worst() == Severity.DAMPING) {
                            assertThat(reaction.then())
                                .as("%s %s in %s", sensor, fault, mode)
                                .isEqualTo(Mode.DAMPING);
                          }
                        })));
  }

  @Test
  void theMatrixInTheDocsIsTheMeasuredOne() throws IOException {
    String text = document();
    if (System.getProperty("mbmpo.docs", "").equals("write")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(DOCUMENT)
        .as(
            "write it anew with: ./mbmpo test -pl controller -am -Dtest=FaultMatrixTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dmbmpo.docs=write")
        .hasContent(text);
  }

  /** The reaction that the table has for the condition comes when it must, within two ticks. */
  private static void actsAtOnce(
      Sensor sensor, Fault fault, Mode mode, Condition condition, double noticedS) {
    Reaction reaction = MEASURED.get(sensor).get(fault).get(mode);
    Severity wanted = TABLE.severity(condition, mode);
    String cell = "%s %s in %s: %s".formatted(sensor, fault, mode, reaction);
    if (mode == Mode.ESTOP) { // nothing is worse
      assertThat(reaction).as(cell).isEqualTo(Reaction.NONE);
      return;
    }
    assertThat(reaction.cause()).as(cell).isEqualTo(condition);
    if (TABLE.meanwhile(condition, mode) == Severity.NONE) {
      assertThat(reaction.first()).as(cell).isEqualTo(wanted);
    } else {
      assertThat(reaction.first()).as(cell).isEqualTo(TABLE.meanwhile(condition, mode));
    }
    int noticed = Bench.ticksOf(noticedS);
    assertThat(reaction.firstTicks()).as(cell).isBetween(noticed, noticed + 2);
    if (fault == Fault.OFF || fault == Fault.GARBAGE) {
      assertThat(reaction.worst()).as(cell).isEqualTo(wanted);
      int due = noticed + Bench.ticksOf(TABLE.delayS(condition, mode));
      assertThat(reaction.worstTicks()).as(cell).isCloseTo(due, within(2));
    }
  }

  private static String document() {
    StringBuilder text = new StringBuilder(16_384);
    text.append(
        """
        # Fault matrix

        What the controller does when a sensor fails, measured in simulated time by `FaultMatrixTest`
        (which holds this page to what it measures): every kind of fault, after PX4's failure
        injection, of every sensor in every mode. The robot is a `go1` at %d ticks a second with an
        operator who holds the deadman button; each fault lasts %.0f s. A cell is the reaction, the
        ticks from the fault to it, and the condition that it comes from; "goes on" means that nothing
        is noticed and that the commands stay inside their limits, as they do in every tick of every
        cell. What is done when is the table's matter: [failsafe.md](failsafe.md). In RUN a fault that
        makes the robot look fallen ends the episode as a fall.

        | fault | |
        |---|---|
        """
            .formatted(Bench.CONFIG.control().tickRateHz(), FaultCell.WATCH_S));
    for (Fault fault : Fault.values()) {
      text.append("| ").append(fault.title()).append(" | ").append(fault.meaning).append(" |\n");
    }
    for (Sensor sensor : Sensor.values()) {
      text.append("\n## ").append(sensor.title).append("\n\nWrong: ").append(sensor.lie);
      text.append(".\n\n| fault |");
      for (Mode mode : Mode.values()) {
        text.append(' ').append(mode).append(" |");
      }
      text.append("\n|---|").append("---|".repeat(Mode.values().length)).append('\n');
      for (Fault fault : Fault.values()) {
        text.append("| ").append(fault.title()).append(" |");
        for (Mode mode : Mode.values()) {
          text.append(' ').append(words(MEASURED.get(sensor).get(fault).get(mode), mode));
          text.append(" |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String words(Reaction reaction, Mode mode) {
    if (reaction.firstTicks() == 0) {
      return mode == Mode.ESTOP ? "stays stopped" : "goes on";
    }
    String then =
        reaction.firstTicks() == reaction.worstTicks()
            ? ""
            : ", " + reaction.worst().word() + " " + reaction.worstTicks();
    return "%s %d%s: %s"
        .formatted(
            reaction.first().word(),
            reaction.firstTicks(),
            then,
            reaction.cause() == null ? "fall" : reaction.cause().title());
  }
}
