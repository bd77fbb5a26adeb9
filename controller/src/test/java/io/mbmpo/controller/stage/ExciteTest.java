package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage in the frame that makes recordings to identify by. */
class ExciteTest {
  private static final StageLimits LIMITS = StageLimits.of(Stage.EXCITE);
  private static final int FR_THIGH = 1;

  private final StageBench bench = new StageBench(Stage.EXCITE);

  private static List<String> failed(Verdict verdict) {
    return verdict.checks().stream().filter(c -> !c.passed()).map(Check::name).toList();
  }

  @Test
  void aSoundRobotPassesMovesFastEnoughAndIsLimpInTheEnd() {
    Verdict verdict = bench.holdTheDeadman().verdict();

    assertThat(failed(verdict)).as("%s", verdict.checks()).isEmpty();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.checks()).hasSize(StageBench.CONFIG.jointCount() + 3);
    assertThat(verdict.figures().get("slowest_joint_rad_s")).isGreaterThan(0.8);
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void nothingMovesWithoutAnOperatorWhoHoldsTheDeadman() {
    bench.seconds(3);
    assertThat(bench.staged.robot().doing()).isEqualTo("waiting for an operator");
    bench.hold(StageBench.BUTTONS.walkButton(), StageBench.BUTTONS.standButton());
    bench.seconds(3);
    assertThat(bench.staged.robot().doing()).isEqualTo("waiting for the deadman button");
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
    assertThat(bench.robot.command.kp).containsOnly(0);
  }

  @Test
  void aDeadmanThatIsReleasedInTheMiddleEndsTheMotionAndTheStage() {
    bench.holdTheDeadman().until("exciting leg 2");
    bench.hold();
    bench.seconds(1);
    double[] before = bench.robot.command.position.clone();
    bench.seconds(0.5);
    for (int i = 0; i < before.length; i++) {
      double moved = Math.abs(bench.robot.command.position[i] - before[i]);
      assertThat(bench.robot.command.kp[i] * moved).as("joint %d", i).isLessThan(1e-6);
    }
    Verdict verdict = bench.verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(failed(verdict)).contains("to the end");
    assertThat(verdict.checks().get(0).remedy()).contains("deadman");
  }

  @Test
  void oneLegMovesAtATimeInsideItsLimits() {
    JointCommand command = bench.robot.command;
    bench.holdTheDeadman().until("exciting leg 1");
    bench.tick();
    bench.robot.port.takeCommand(command);
    double[] still = command.position.clone();
    double[] least = still.clone();
    double[] most = still.clone();
    while (bench.staged.robot().doing().startsWith("exciting leg 1")) {
      bench.tick();
      bench.robot.port.takeCommand(command);
      for (int i = 0; i < still.length; i++) {
        least[i] = Math.min(least[i], command.position[i]);
        most[i] = Math.max(most[i], command.position[i]);
      }
    }
    int[] moved = IntStream.range(0, still.length).filter(i -> most[i] - least[i] > 0.1).toArray();
    assertThat(moved).hasSize(3);
    for (int i : moved) {
      JointConfig joint = StageBench.CONFIG.joints().get(i);
      assertThat(least[i]).isGreaterThan(joint.lowerRad() + LIMITS.marginRad() - 1e-9);
      assertThat(most[i]).isLessThan(joint.upperRad() - LIMITS.marginRad() + 1e-9);
      assertThat(most[i] - least[i]).isBetween(0.3, 2 * LIMITS.amplitudeRad());
    }
    assertThat(Arrays.stream(moved).map(i -> i / 3).distinct().count()).isEqualTo(1);
  }

  @Test
  void aJointThatHardlyMovesIsNamed() {
    bench.robot.spoilJoints =
        state -> {
          state.position[FR_THIGH] = bench.hanging[FR_THIGH] + 0.001 * state.velocity[0];
          state.velocity[FR_THIGH] = 0;
        };
    Verdict verdict = bench.holdTheDeadman().verdict();
    assertThat(verdict.passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anExcitationKeepsInsideItsWidthAndSpeedAndBeginsAndEndsAtRest(int place) {
    double lasts = 20;
    Excitation excitation = new Excitation(place, 0.4, 4);
    double before = excitation.at(0, lasts);
    assertThat(before).isZero();
    double farthest = 0;
    double fastest = 0;
    double step = 1.0 / Bench.CONFIG.control().tickRateHz();
    for (double t = step; t <= lasts; t += step) {
      double now = excitation.at(t, lasts);
      farthest = Math.max(farthest, Math.abs(now));
      fastest = Math.max(fastest, Math.abs(now - before) / step);
      before = now;
    }
    assertThat(farthest).isBetween(0.2, 0.4);
    assertThat(fastest).isLessThan(4.01);
    assertThat(excitation.at(lasts, lasts)).isCloseTo(0, within(1e-9));
    assertThat(excitation.speedRadS()).isGreaterThan(0.8);
  }
}
