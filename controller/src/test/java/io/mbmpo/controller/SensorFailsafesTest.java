package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.SafetyConfig;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What happens when a sensor falls silent, lies or contradicts another, in simulated time. */
class SensorFailsafesTest {
  private static final SafetyConfig SAFETY = Bench.CONFIG.safety();

  private final Bench bench = new Bench();

  @Test
  void jointStatesStopAndTwoTicksAfterTheTimeoutTheRobotDamps() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.ticks(Bench.ticksOf(0.2));
    bench.robot.jointsMuted = true;
    bench.dampsAfter(SAFETY.jointStateTimeoutS(), Condition.JOINT_STATE_STALE);
    assertThat(rollout.episode().end()).isEqualTo("joint state stale");
    assertThat(rollout.episode().terminated()).isFalse();
    assertThat(rollout.episode().length()).isGreaterThan(3);
    bench.commandDamps();

    // Back again: nothing is latched, the robot goes on with the next rollout.
    bench.robot.jointsMuted = false;
    bench.tickUntil(Mode.OFF);
    bench.ticks(2);
    bench.controller.takeFinished();
    bench.running(Bench.random("next", 5));
  }

  @Test
  void theImuStopsAndTheRobotDamps() {
    bench.running(Bench.random("e", 100));
    bench.robot.imuMuted = true;
    bench.dampsAfter(SAFETY.imuTimeoutS(), Condition.IMU_STALE);
  }

  @Test
  void odometryStopsInRunAndTheRobotDamps() {
    bench.running(Bench.random("e", 100));
    bench.robot.odometryMuted = true;
    bench.dampsAfter(SAFETY.odometryTimeoutS(), Condition.ODOMETRY_STALE);
  }

  @Test
  void odometryPausesDuringStandUpAndTheRobotHoldsStillThenGoesOn() {
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 5));
    bench.tickUntil(Mode.STAND_UP);
    bench.ticks(Bench.ticksOf(0.8));
    bench.robot.odometryMuted = true;
    bench.ticks(Bench.ticksOf(SAFETY.odometryTimeoutS()) + 2);
    assertThat(bench.controller.severity()).isEqualTo(Severity.HOLD);
    double[] held = bench.robot.command.position.clone();
    bench.ticks(Bench.ticksOf(0.2));
    assertThat(bench.robot.command.position).isEqualTo(held);
    assertThat(bench.robot.command.kp).doesNotContain(0);
    bench.robot.odometryMuted = false;
    bench.tickUntil(Mode.RUN);
  }

  @Test
  void odometryStaysAwayDuringStandUpAndHoldBecomesDamping() {
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 5));
    bench.tickUntil(Mode.STAND_UP);
    bench.robot.odometryMuted = true;
    bench.dampsAfter(SAFETY.odometryTimeoutS() + 0.5, Condition.ODOMETRY_STALE);
  }

  @Test
  void aNanInAJointPositionDampsAtOnceAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilJoints = state -> state.position[3] = Double.NaN;
    latchedNonFinite();
  }

  @Test
  void anInfiniteJointVelocityDampsAtOnceAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilJoints = state -> state.velocity[3] = Double.POSITIVE_INFINITY;
    latchedNonFinite();
  }

  @Test
  void aNanInTheImuDampsAtOnceAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilImu = state -> state.angularVelocity[0] = Double.NaN;
    latchedNonFinite();
  }

  @Test
  void aQuaternionWithoutLengthDampsAtOnceAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilImu = state -> Arrays.fill(state.orientation, 0);
    latchedNonFinite();
  }

  @Test
  void aNanInOdometryDampsAtOnceAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilOdometry = state -> state.linearVelocity[1] = Double.NaN;
    latchedNonFinite();
  }

  @Test
  void nanNeverReachesTheEpisodeOrTheCommand() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.ticks(33);
    bench.robot.spoilJoints = state -> state.position[3] = Double.NaN;
    bench.ticks(5);
    for (float value : rollout.episode().observations()) {
      assertThat(value).isFinite();
    }
    for (double value : bench.robot.command.position) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void aJointThatJumpsIsNotBelieved() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilJoints = state -> state.position[5] += 0.4;
    bench.tick();
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.JOINTS_IMPLAUSIBLE);
  }

  @Test
  void aSensorThatRepeatsItselfWhileTheRobotMovesDampsAndNeedsTheOperator() {
    bench.running(Bench.random("e", 100));
    ImuState stuck = new ImuState();
    bench.robot.spoilImu =
        state -> {
          if (stuck.stampNanos == 0) {
            stuck.copyFrom(state);
          }
          long stamp = state.stampNanos;
          state.copyFrom(stuck);
          state.stampNanos = stamp;
        };
    int ticks = bench.tickUntil(Mode.DAMPING);
    double stuckS = Bench.CONFIG.onboard().sensorChecks().stuckS();
    assertThat(ticks).isBetween(Bench.ticksOf(stuckS), Bench.ticksOf(stuckS) + 60);
    bench.robot.spoilImu = state -> {};
    bench.ticks(Bench.ticksOf(2));
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.SENSOR_STUCK);
  }

  @Test
  void aSensorThatRepeatsItselfWhileTheRobotStandsIsBelieved() {
    int deadman = Bench.CONFIG.onboard().operator().deadmanButton();
    bench.robot.hands(deadman);
    bench.ticks(5);
    bench.robot.hands(deadman, Bench.CONFIG.onboard().operator().standButton());
    bench.tickUntil(Mode.STAND);
    bench.ticks(Bench.ticksOf(0.2));
    bench.robot.spoilImu = state -> Arrays.fill(state.angularVelocity, 0);
    bench.robot.spoilOdometry = state -> state.linearVelocity[1] = 0;
    bench.ticks(Bench.ticksOf(3));
    assertThat(bench.controller.mode()).isEqualTo(Mode.STAND);
  }

  @Test
  void imuAndOdometryThatDifferAboutWhichWayIsUpDampAfterAHundredMilliseconds() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilOdometry =
        state -> {
          state.orientation[1] = Math.sin(0.25);
          state.orientation[3] = Math.cos(0.25);
        };
    bench.dampsAfter(0.1, Condition.ATTITUDE_IMPLAUSIBLE);
  }

  private void latchedNonFinite() {
    bench.tick();
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.NON_FINITE_SENSOR);
    bench.robot.operator(false, true); // not while it lasts
    bench.ticks(2);
    bench.robot.operator(false, false);
    bench.robot.spoilJoints = state -> {};
    bench.robot.spoilImu = state -> {};
    bench.robot.spoilOdometry = state -> {};
    bench.ticks(Bench.ticksOf(2));
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    bench.robot.operator(false, true);
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
  }
}
