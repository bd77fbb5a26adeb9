package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.port.ForwardingRobotPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.SafetyConfig;
import org.junit.jupiter.api.Test;

/** What happens when anything but a sensor goes wrong while the robot runs, in simulated time. */
class FailsafeStoriesTest {
  private static final SafetyConfig SAFETY = Bench.CONFIG.safety();

  private final Bench bench = new Bench();

  @Test
  void theEmergencyStopMakesTheRobotLimpWithinATickUntilReleasedAndCleared() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.robot.operator(true, false);
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    assertThat(bench.robot.command.kp).containsOnly(0);
    assertThat(bench.robot.command.kd).containsOnly(0);
    assertThat(rollout.episode().end()).isEqualTo("emergency stop");

    bench.robot.operator(true, true); // clear while pressed: no
    bench.ticks(5);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    bench.robot.operator(false, true); // released, but clear was never let go: no new press
    bench.ticks(5);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    bench.robot.operator(false, false);
    bench.ticks(5);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    bench.robot.operator(false, true);
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    assertThat(bench.controller.failsafe()).isNull();
  }

  @Test
  void theEmergencyStopWorksInEveryMode() {
    for (Mode mode : new Mode[] {Mode.OFF, Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING}) {
      Bench fresh = new Bench();
      fresh.ticks(5);
      if (mode != Mode.OFF) {
        fresh.controller.offer(Bench.random("e", 2));
        fresh.tickUntil(mode);
      }
      fresh.robot.operator(true, false);
      fresh.tick();
      assertThat(fresh.controller.mode()).as("from %s", mode).isEqualTo(Mode.ESTOP);
    }
  }

  @Test
  void aTiltThatTheTaskSawFirstIsAFallAndLatchesNothing() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.ticks(45);
    bench.robot.rollRad = 1.2;
    bench.tickUntil(Mode.DAMPING);
    assertThat(rollout.episode().end()).isEqualTo("fall");
    assertThat(rollout.episode().terminated()).isTrue();
  }

  @Test
  void tippingOverWhileStandingUpEndsInDamping() {
    bench.ticks(5);
    PreparedRollout rollout = Bench.random("e", 5);
    bench.controller.offer(rollout);
    bench.tickUntil(Mode.STAND_UP);
    bench.robot.rollRad = 1.2;
    bench.dampsAfter(0.042, Condition.TILT);
    assertThat(rollout.episode().end()).isEqualTo("tilt");
    assertThat(rollout.episode().length()).isZero();
  }

  @Test
  void collapsingWhileStandingEndsInDamping() {
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 5));
    bench.tickUntil(Mode.STAND);
    bench.robot.sinkM = 0.25;
    bench.dampsAfter(0.042, Condition.HEIGHT);
  }

  @Test
  void aJointPastItsLimitDampsAfterTwentyMilliseconds() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    double[] past = {0};
    double tooFar = Bench.CONFIG.joints().get(1).upperRad() + SAFETY.positionMarginRad() + 0.01;
    bench.robot.spoilJoints = // it drifts there at 2 rad/s and says so
        state -> {
          past[0] += 2.0 / Bench.CONFIG.control().tickRateHz();
          state.position[1] = Math.min(tooFar, state.position[1] + past[0]);
          state.velocity[1] += state.position[1] < tooFar ? 2 : 0;
        };
    while (past[0] < tooFar + 2) {
      bench.tick();
      if (bench.controller.failsafe() != null) {
        break;
      }
    }
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.JOINT_POSITION_LIMIT);
    assertThat(rollout.episode().end()).isEqualTo("joint position limit");
  }

  @Test
  void aJointThatIsTooFastDampsAfterTwentyMillisecondsAndOneSpikeDoesNot() {
    bench.running(Bench.random("e", 100));
    double tooFast = Bench.CONFIG.joints().get(2).velocityLimitRadS() * SAFETY.velocityFactor() + 1;
    int[] sign = {1}; // to and fro: it stays where it says it is
    bench.robot.spoilJoints = state -> state.velocity[2] = tooFast * (sign[0] *= -1);
    bench.ticks(3);
    bench.robot.spoilJoints = state -> {};
    bench.ticks(20);
    assertThat(bench.controller.mode()).isEqualTo(Mode.RUN);
    bench.robot.spoilJoints = state -> state.velocity[2] = tooFast * (sign[0] *= -1);
    bench.dampsAfter(0.02, Condition.JOINT_VELOCITY_LIMIT);
  }

  @Test
  void tooMuchTorqueDampsAfterAHundredMilliseconds() {
    bench.running(Bench.random("e", 100));
    bench.robot.spoilJoints =
        state -> state.effort[0] = -1.1 * Bench.CONFIG.joints().get(0).effortLimitNm();
    bench.dampsAfter(0.1, Condition.JOINT_EFFORT_LIMIT);
  }

  @Test
  void ticksThatKeepComingLateDampAndASingleLateOneDoesNot() {
    bench.running(Bench.random("e", 200));
    bench.robot.step();
    bench.tick(); // one tick missed
    bench.ticks(20);
    assertThat(bench.controller.mode()).isEqualTo(Mode.RUN);
    for (int i = 0; i < SAFETY.overrunTicks(); i++) {
      bench.robot.step();
      bench.tick();
    }
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.TICK_OVERRUN);
  }

  @Test
  void aLostLinkAndARefusedSnapshotAreShownAndTheRobotGoesOn() {
    bench.flags.set(Condition.LINK_LOST, true);
    bench.running(Bench.random("e", 50));
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.LINK_LOST);
    bench.flags.set(Condition.SNAPSHOT_REJECTED, true);
    bench.ticks(20);
    assertThat(bench.controller.mode()).isEqualTo(Mode.RUN);
    assertThat(bench.controller.severity()).isEqualTo(Severity.INFO);
    bench.flags.set(Condition.LINK_LOST, false);
    bench.flags.set(Condition.SNAPSHOT_REJECTED, false);
    bench.tick();
    assertThat(bench.controller.failsafe()).isNull();
  }

  @Test
  void aFullSpoolLetsTheEpisodeEndAndStartsNoOther() {
    bench.running(Bench.random("e", 5));
    bench.flags.set(Condition.SPOOL_FULL, true);
    bench.ticks(20);
    assertThat(bench.controller.mode()).isEqualTo(Mode.RUN);
    while (!bench.controller.idle()) {
      bench.tick();
    }
    assertThat(bench.controller.takeFinished().episode().end()).isEqualTo("horizon");
    PreparedRollout next = Bench.random("next", 5);
    bench.controller.offer(next);
    bench.ticks(Bench.ticksOf(0.5));
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    bench.flags.set(Condition.SPOOL_FULL, false);
    bench.tickUntil(Mode.RUN);
  }

  @Test
  void anExceptionInTheTickDampsIsCountedAndNeedsTheOperator() {
    FailingPort port = new FailingPort(bench.robot.port);
    Controller controller = new Controller(Bench.CONFIG, Bench.TASK, port, new ConditionFlags());
    PreparedRollout rollout = Bench.random("e", 100);
    controller.offer(rollout);
    while (controller.mode() != Mode.RUN) {
      bench.robot.step();
      controller.tick(bench.robot.nowNanos());
    }
    port.takeFails = true;
    bench.robot.step();
    controller.tick(bench.robot.nowNanos());
    assertThat(controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(controller.internalErrors()).isEqualTo(1);
    assertThat(controller.lastError()).hasMessage("driver");
    assertThat(rollout.episode().end()).isEqualTo("internal error");
    bench.robot.step();
    bench.commandDamps();

    port.takeFails = false;
    for (int i = 0; i < 1000; i++) {
      bench.robot.step();
      controller.tick(bench.robot.nowNanos());
    }
    assertThat(controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(controller.idle()).isTrue();
    bench.robot.operator(false, true);
    for (int i = 0; i < 3; i++) {
      bench.robot.step();
      controller.tick(bench.robot.nowNanos());
    }
    assertThat(controller.mode()).isEqualTo(Mode.OFF);
    assertThat(controller.internalErrors()).isEqualTo(1);
  }

  @Test
  void aPortThatOnlyThrowsNeverThrowsPastTheTick() {
    FailingPort port = new FailingPort(bench.robot.port);
    port.sendFails = true;
    Controller controller = new Controller(Bench.CONFIG, Bench.TASK, port, new ConditionFlags());
    for (int i = 1; i <= 5; i++) {
      controller.tick(i * 2_000_000L);
    }
    assertThat(controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(controller.failsafe()).isEqualTo(Condition.INTERNAL_ERROR);
  }

  /** A driver that throws. Not a mock: those change the classes whose allocation is measured. */
  private static final class FailingPort extends ForwardingRobotPort {
    boolean takeFails;
    boolean sendFails;

    FailingPort(RobotPort port) {
      super(port);
    }

    @Override
    public boolean take(JointState into) {
      if (takeFails) {
        throw new IllegalStateException("driver");
      }
      return super.take(into);
    }

    @Override
    public void send(JointCommand command) {
      if (sendFails) {
        throw new IllegalStateException("broken");
      }
      super.send(command);
    }
  }
}
