package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stages on the ground, and what ends them. */
class GroundStagesTest {
  private static final int DEADMAN = StageBench.BUTTONS.deadmanButton();
  private static final int WALK = StageBench.BUTTONS.walkButton();

  private static List<String> failed(Verdict verdict) {
    return verdict.checks().stream().filter(c -> !c.passed()).map(Check::name).toList();
  }

  private static String end(Verdict verdict) {
    return verdict.checks().get(0).found();
  }

  private static StageBench trying(Stage stage) {
    StageBench bench = new StageBench(stage).hold(DEADMAN, WALK);
    return bench.until(
        switch (stage) {
          case HANG -> "moving";
          case EXCITE -> "exciting";
          case STAND -> "standing still";
          case CROUCH -> "raising";
          case WALK -> "walking";
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"STAND", "CROUCH", "WALK"})
  void aSoundRobotPassesAndLiesInTheEnd(Stage stage) {
    StageBench bench = new StageBench(stage).hold(DEADMAN, WALK);
    Verdict verdict = bench.verdict();
    assertThat(failed(verdict)).isEmpty();
    assertThat(verdict.passed()).isTrue();
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void whoLetsGoOfTheDeadmanHasNotPassed(Stage stage) {
    StageBench bench = trying(stage);
    Verdict verdict = bench.hold(WALK).verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(end(verdict)).startsWith("operator lost while");
    assertThat(bench.mode()).isEqualTo(Mode.OFF);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void anEmergencyStopMakesItLimpAtOnce(Stage stage) {
    StageBench bench = trying(stage);
    bench.flags.set(Condition.EMERGENCY_STOP, true);
    bench.tick();
    assertThat(bench.mode()).isEqualTo(Mode.ESTOP);
    bench.robot.port.takeCommand(bench.robot.command);
    assertThat(bench.robot.command.kp).containsOnly(0);
    assertThat(bench.robot.command.kd).containsOnly(0);
    Verdict verdict = bench.verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(end(verdict)).startsWith("emergency stop while");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aLostSensorEndsIt(Stage stage) {
    StageBench bench = trying(stage);
    bench.robot.jointsMuted = true;
    Verdict verdict = bench.verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(end(verdict)).startsWith("joint state stale while");
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"STAND", "CROUCH", "WALK"})
  void aFallEndsIt(Stage stage) {
    StageBench bench = trying(stage);
    bench.robot.rollRad = 1.2;
    Verdict verdict = bench.verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(end(verdict)).matches("(tilt|stopped, or fell).* while .*");
  }

  @Test
  void theOperatorMayLayItDownAtAnyTime() {
    StageBench bench = trying(Stage.STAND);
    Verdict verdict = bench.hold(DEADMAN, StageBench.BUTTONS.lieButton()).verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(end(verdict)).startsWith("laid down while");
  }

  @Test
  void torqueAboveTheStagesShareEndsItThoughTheRobotCouldGiveMore() {
    StageBench bench = trying(Stage.STAND);
    double limit = StageBench.CONFIG.joints().get(2).effortLimitNm();
    bench.robot.spoilJoints = state -> state.effort[2] = 0.9 * limit;
    Verdict verdict = bench.verdict();
    assertThat(end(verdict)).startsWith("joint effort limit while");
  }

  @Test
  void aLeanALowStanceAndADriftAreEachJudged() {
    StageBench leaning = trying(Stage.STAND);
    leaning.robot.rollRad = 0.3;
    assertThat(failed(leaning.verdict())).containsExactly("attitude");

    StageBench low = trying(Stage.STAND);
    low.robot.sinkM = 0.1;
    low.seconds(2);
    low.robot.sinkM = 0;
    assertThat(failed(low.verdict())).containsExactly("height");

    StageBench drifting = trying(Stage.STAND);
    drifting.robot.forwardMS = 0.05;
    assertThat(failed(drifting.verdict())).containsExactly("drift");
  }

  @Test
  void aRobotThatIsNotLoweredHasNotCrouched() {
    StageBench bench = trying(Stage.CROUCH);
    bench.robot.spoilOdometry =
        odometry -> odometry.position[2] = 0.3 + 1e-9 * odometry.linearVelocity[1];
    assertThat(failed(bench.verdict())).contains("lowered");
  }

  @Test
  void whoLetsGoOfTheWalkButtonWalksAgainFromTheBeginning() {
    StageBench bench = trying(Stage.WALK);
    bench.seconds(1);
    bench.hold(DEADMAN).until("standing: hold the walk button");
    bench.seconds(2);
    Verdict verdict = bench.hold(DEADMAN, WALK).verdict();
    assertThat(failed(verdict)).isEmpty();
    assertThat(verdict.figures().get("walked_s")).isBetween(2.9, 3.1);
  }

  @Test
  void aRobotThatRunsTooFastHasNotPassed() {
    StageBench bench = trying(Stage.WALK);
    bench.robot.forwardMS = 2;
    assertThat(failed(bench.verdict())).containsExactly("speed");
  }

  @Test
  void aWaitingStageDoesNotBeginUnderAFailsafe() {
    StageBench bench = new StageBench(Stage.STAND);
    bench.flags.set(Condition.EMERGENCY_STOP, true);
    bench.hold(DEADMAN).seconds(3);
    assertThat(bench.staged.robot().doing()).isEqualTo("waiting for the end of a failsafe");

    bench.flags.set(Condition.EMERGENCY_STOP, false);
    bench.hold(DEADMAN, StageBench.BUTTONS.clearButton()).seconds(0.1);
    bench.hold(DEADMAN);
    assertThat(bench.verdict().passed()).isTrue();
    assertThat(bench.controller.severity()).isEqualTo(Severity.BLOCK); // laid down
  }

  @Test
  void aDryRunStandsNothingUpAndSaysSo() {
    StageBench dry = new StageBench(Stage.STAND, StageBench.CONFIG, true);
    Verdict verdict = dry.hold(DEADMAN).verdict();
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.inOrder()).isTrue();
    assertThat(end(verdict)).contains("dry run");
  }
}
