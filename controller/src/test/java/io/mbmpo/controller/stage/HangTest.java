package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.safety.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stage in the frame, and what it finds. */
class HangTest {
  private static final int FR_HIP = 0;
  private static final int FR_THIGH = 1;
  private static final int FL_HIP = 3;

  private final StageBench bench = new StageBench(Stage.HANG);

  private static String name(int joint) {
    return StageBench.CONFIG.joints().get(joint).name();
  }

  private static Check check(Verdict verdict, String name) {
    return verdict.checks().stream()
        .filter(check -> check.name().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + verdict.checks()));
  }

  private static List<String> failed(Verdict verdict) {
    return verdict.checks().stream().filter(c -> !c.passed()).map(Check::name).toList();
  }

  @Test
  void aSoundRobotPassesAndIsLimpInTheEnd() {
    Verdict verdict = bench.holdTheDeadman().verdict();

    assertThat(failed(verdict)).isEmpty();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.checks()).hasSize(StageBench.CONFIG.jointCount() + 3);
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void nothingMovesWithoutAnOperatorWhoHoldsTheDeadman() {
    bench.seconds(5);
    assertThat(bench.staged.robot().doing()).isEqualTo("waiting for an operator");
    assertThat(bench.mode()).isEqualTo(Mode.OFF);

    bench.hold(StageBench.BUTTONS.walkButton(), StageBench.BUTTONS.standButton());
    bench.seconds(5);
    assertThat(bench.staged.robot().doing()).isEqualTo("waiting for the deadman button");
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void aJointThatDoesNotMoveIsNamed() {
    bench.robot.spoilJoints =
        state -> {
          state.position[FR_THIGH] = bench.hanging[FR_THIGH] + 0.001 * state.velocity[FR_HIP];
          state.velocity[FR_THIGH] = 0;
        };
    Verdict verdict = bench.holdTheDeadman().verdict();

    assertThat(verdict.passed()).isFalse();
    assertThat(failed(verdict)).containsExactly(name(FR_THIGH));
    assertThat(check(verdict, name(FR_THIGH)).remedy()).contains("does not follow");
  }

  @Test
  void aJointThatMovesTheWrongWayIsNamed() {
    bench.robot.spoilJoints =
        state -> {
          double moved = state.position[FR_THIGH] - bench.hanging[FR_THIGH];
          state.position[FR_THIGH] = bench.hanging[FR_THIGH] - 0.5 * moved;
          state.velocity[FR_THIGH] *= -0.5;
        };
    Verdict verdict = bench.holdTheDeadman().verdict();

    assertThat(failed(verdict)).containsExactly(name(FR_THIGH));
    assertThat(check(verdict, name(FR_THIGH)).remedy()).contains("wrong way");
  }

  @Test
  void anotherJointThatMovesInsteadOrTooIsNamed() {
    bench.robot.spoilJoints =
        state -> {
          double q = state.position[FR_HIP];
          state.position[FR_HIP] = state.position[FL_HIP];
          state.position[FL_HIP] = q;
          double v = state.velocity[FR_HIP];
          state.velocity[FR_HIP] = state.velocity[FL_HIP];
          state.velocity[FL_HIP] = v;
        };
    Verdict swapped = bench.holdTheDeadman().verdict();
    assertThat(failed(swapped)).containsExactly(name(FR_HIP), name(FL_HIP));
    assertThat(check(swapped, name(FR_HIP)).remedy())
        .isEqualTo(name(FL_HIP) + " moved instead: swapped joints");

    StageBench coupled = new StageBench(Stage.HANG);
    coupled.robot.spoilJoints =
        state ->
            state.position[FR_THIGH] += 0.5 * (state.position[FR_HIP] - coupled.hanging[FR_HIP]);
    Verdict verdict = coupled.holdTheDeadman().verdict();
    assertThat(failed(verdict)).containsExactly(name(FR_HIP));
    assertThat(check(verdict, name(FR_HIP)).remedy()).contains(name(FR_THIGH) + " moved with it");
  }

  @Test
  void aJointThatRunsAwayIsLetGoInTheTickThatSeesIt() {
    bench.holdTheDeadman().until("moving " + name(FR_HIP));
    double[] away = {0};
    bench.robot.spoilJoints =
        state -> {
          away[0] += 0.004; // 2 rad/s
          state.position[FR_THIGH] += away[0];
          state.velocity[FR_THIGH] += 2;
        };
    while (away[0] < 0.5) {
      bench.tick();
      bench.robot.port.takeCommand(bench.robot.command);
      if (away[0] > 0.31) { // the joint was up to 0.05 rad from its target before
        assertThat(bench.robot.command.kp).containsOnly(0);
      }
    }
    Verdict verdict = bench.verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(check(verdict, "to the end").found())
        .contains(name(FR_THIGH) + " ran away")
        .contains("while moving " + name(FR_HIP));
  }

  @Test
  void moreTorqueThanALegInTheAirNeedsFails() {
    double limit = StageBench.CONFIG.joints().get(FR_HIP).effortLimitNm();
    double share = StageLimits.of(Stage.HANG).effortShare();
    bench.robot.spoilJoints = state -> state.effort[FR_HIP] = 1.04 * share * limit;
    Verdict judged = bench.holdTheDeadman().verdict();
    assertThat(failed(judged)).containsExactly(name(FR_HIP));
    assertThat(check(judged, name(FR_HIP)).remedy()).contains("too much torque");

    StageBench blocked = new StageBench(Stage.HANG);
    blocked.robot.spoilJoints = state -> state.effort[FR_HIP] = 0.5 * limit;
    Verdict stopped = blocked.holdTheDeadman().verdict();
    assertThat(check(stopped, "to the end").found()).contains("joint effort limit");
  }

  @Test
  void sensorsThatAreSlowFail() {
    int[] count = {0};
    bench.robot.spoilImu = state -> bench.robot.imuMuted = count[0]++ % 4 != 0;
    Verdict verdict = bench.holdTheDeadman().verdict();
    assertThat(failed(verdict)).containsExactly("sensor rates");
  }

  @Test
  void aSensorThatFallsSilentIsToldFromAMachineThatStoodStill() {
    bench.holdTheDeadman().until("moving " + name(FR_HIP));
    bench.robot.jointsMuted = true;
    assertThat(remedy(bench.verdict(), "joint state stale"))
        .contains("no joint state within")
        .contains("this machine was on time");

    StageBench paused = new StageBench(Stage.HANG);
    paused.holdTheDeadman().until("moving " + name(FR_HIP));
    paused.robot.jointsMuted = true;
    for (int i = 0; i < 40; i++) { // 80 ms in which nothing is heard and nothing ticks
      paused.robot.step();
    }
    paused.tick();
    paused.robot.jointsMuted = false;
    assertThat(remedy(paused.verdict(), "joint state stale"))
        .contains("this machine itself stood still for 82 ms")
        .contains("run the stage again");
  }

  private static String remedy(Verdict verdict, String found) {
    Check end = verdict.checks().get(0);
    assertThat(end.passed()).isFalse();
    assertThat(end.found()).startsWith(found);
    return end.remedy();
  }

  @Test
  void aDryRunPassesNothingAndTellsWhatWouldHaveBeenSent() {
    StageBench dry = new StageBench(Stage.HANG, StageBench.CONFIG, true);
    Verdict verdict = dry.holdTheDeadman().verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.inOrder()).isTrue();
    assertThat(dry.robot.command.kp).containsOnly(0);
    assertThat(verdict.figures().get("commands")).isGreaterThan(10_000);
    assertThat(verdict.figures().get("target_rate_rad_s")).isBetween(0.1, 0.75);
  }
}
