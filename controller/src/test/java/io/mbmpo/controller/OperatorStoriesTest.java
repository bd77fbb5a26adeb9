package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.rollout.EpisodeBuffer;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.PreparedRollout.Purpose;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.OperatorConfig;
import io.mbmpo.robotconfigs.RecoverConfig;
import io.mbmpo.robotconfigs.StandUpConfig;
import org.junit.jupiter.api.Test;

/** What the operator can do and how the robot gets down and up, in simulated time. */
class OperatorStoriesTest {
  private static final OperatorConfig BUTTONS = Bench.CONFIG.onboard().operator();
  private static final RecoverConfig RECOVER = Bench.CONFIG.onboard().recover();
  private static final StandUpConfig STAND_UP = Bench.CONFIG.standUp();
  private static final int HOLD = BUTTONS.deadmanButton();

  private final Bench bench = new Bench();

  @Test
  void withoutAnOperatorEverNobodyIsMissed() {
    bench.running(Bench.random("e", 5));
    assertThat(bench.controller.failsafe()).isNull();
  }

  @Test
  void lettingGoOfTheDeadmanButtonEndsTheRunAndHoldingItAgainLetsTheNextStart() {
    bench.robot.hands(HOLD);
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.robot.hands();
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(rollout.episode().end()).isEqualTo("operator lost");
    bench.tickUntil(Mode.OFF);
    bench.ticks(2);
    bench.controller.takeFinished();
    assertThat(bench.controller.severity()).isEqualTo(Severity.BLOCK);
    bench.robot.hands(HOLD);
    bench.ticks(2);
    bench.running(Bench.random("next", 5));
  }

  @Test
  void anOperatorWhoIsNoLongerHeardIsLostAfterTheTimeout() {
    bench.robot.hands(HOLD);
    bench.running(Bench.random("e", 100));
    bench.robot.operatorThere = false;
    int ticks = bench.tickUntil(Mode.DAMPING);
    assertThat(ticks).isCloseTo(Bench.ticksOf(BUTTONS.timeoutS()), within(2));
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.OPERATOR_LOST);
  }

  @Test
  void whileStandingUpALostOperatorHoldsTheRobotStillForTwoSecondsThenItComesDown() {
    bench.robot.hands(HOLD);
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 5));
    bench.tickUntil(Mode.STAND_UP);
    bench.ticks(Bench.ticksOf(0.8));
    bench.robot.hands();
    bench.ticks(3);
    double[] held = bench.robot.command.position.clone();
    bench.ticks(Bench.ticksOf(1.9));
    assertThat(bench.robot.command.position).isEqualTo(held);
    bench.robot.hands(HOLD);
    bench.ticks(Bench.ticksOf(0.3));
    assertThat(bench.robot.command.position).isNotEqualTo(held);
    bench.robot.hands();
    assertThat(bench.tickUntil(Mode.DAMPING)).isCloseTo(Bench.ticksOf(2), within(2));
  }

  @Test
  void axesThatAreNoNumbersLoseTheOperatorAtOnceAndPressNothing() {
    bench.robot.hands(HOLD);
    bench.running(Bench.random("e", 100));
    bench.robot.spoilOperator =
        input -> {
          input.axes[3] = Float.NaN;
          input.buttons |= 1 << BUTTONS.emergencyStopButton();
        };
    bench.ticks(1);
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.OPERATOR_LOST);
  }

  @Test
  void anEmergencyStopCountsHoweverLateItComes() {
    bench.robot.hands(HOLD);
    bench.running(Bench.random("e", 100));
    bench.robot.spoilOperator = input -> input.stampNanos -= 3_000_000_000L;
    bench.robot.hands(BUTTONS.emergencyStopButton());
    bench.ticks(1);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
  }

  @Test
  void aTopicAndAFileStopTheRobotAndBothMustLetGo() {
    EmergencyStop stop = new EmergencyStop(bench.flags);
    bench.running(Bench.random("e", 100));
    stop.set(EmergencyStop.Source.TOPIC, true);
    stop.set(EmergencyStop.Source.FILE, true);
    bench.ticks(1);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    stop.set(EmergencyStop.Source.TOPIC, false);
    assertThat(stop.pressed()).containsExactly(EmergencyStop.Source.FILE);
    bench.controller.clear();
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    stop.set(EmergencyStop.Source.FILE, false);
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.ESTOP);
    bench.controller.clear();
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void theOperatorStandsTheRobotUpLowersItAndLaysItDown() {
    stoodUp();
    bench.ticks(Bench.ticksOf(STAND_UP.settleS()) + 2);
    int joint = 1;
    JointConfig thigh = Bench.CONFIG.joints().get(joint);
    assertThat(bench.robot.command.position[joint]).isEqualTo(thigh.stanceRad());

    bench.robot.operator.axes[BUTTONS.heightAxis()] = -1;
    bench.ticks(Bench.ticksOf(STAND_UP.riseS()) + 10);
    assertThat(bench.robot.command.position[joint])
        .isCloseTo(thigh.stanceRad() + 0.6 * (thigh.crouchRad() - thigh.stanceRad()), within(1e-9));
    assertThat(bench.controller.operatorHasIt()).isTrue();
    bench.robot.operator.axes[BUTTONS.heightAxis()] = 0;

    bench.robot.hands(HOLD, BUTTONS.lieButton());
    bench.ticks(1);
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.LAID_DOWN);
    assertThat(bench.controller.operatorHasIt()).isFalse();
    bench.robot.hands(HOLD);
    bench.tickUntil(Mode.OFF);
  }

  @Test
  void aRobotThatWasLaidDownStartsNothingUntilClearedOrStoodUp() {
    bench.robot.hands(HOLD);
    bench.running(Bench.random("e", 100));
    bench.robot.hands(HOLD, BUTTONS.lieButton());
    bench.ticks(1);
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    bench.robot.hands(HOLD);
    bench.tickUntil(Mode.OFF);
    bench.ticks(2);
    assertThat(bench.controller.takeFinished().buffer().end()).isEqualTo("laid down");
    bench.controller.offer(Bench.random("next", 5));
    bench.ticks(Bench.ticksOf(0.5));
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    bench.controller.clear();
    bench.tickUntil(Mode.RUN);
  }

  @Test
  void thePolicyWalksWhileTheWalkButtonIsHeldThenTheRobotStandsAgain() {
    stoodUp();
    assertThat(bench.controller.operatorWalks()).isFalse();
    bench.robot.hands(HOLD, BUTTONS.walkButton());
    bench.ticks(2);
    assertThat(bench.controller.operatorWalks()).isTrue();
    PreparedRollout walk = attended("w");
    bench.running(walk);
    bench.ticks(100);
    double[] last = bench.robot.command.position.clone();
    bench.robot.hands(HOLD);
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.STAND);
    assertThat(walk.buffer().end()).isEqualTo(EpisodeBuffer.OPERATOR);
    for (int i = 0; i < last.length; i++) { // no jump: the way back begins where the joints are
      assertThat(bench.robot.command.position[i]).isCloseTo(last[i], within(0.05));
    }
    bench.ticks(2);
    assertThat(bench.controller.idle()).isTrue();
    assertThat(bench.controller.takeFinished()).isSameAs(walk);
    bench.ticks(Bench.ticksOf(STAND_UP.settleS()) + 2);
    assertThat(bench.robot.command.position[1]).isEqualTo(Bench.CONFIG.joints().get(1).stanceRad());
    assertThat(bench.controller.operatorHasIt()).isTrue();
  }

  @Test
  void aPlannedRolloutDoesNotStartWhileTheOperatorHasTheRobotAndIsToRunAgain() {
    stoodUp();
    PreparedRollout planned = Bench.random("e", 5);
    bench.controller.offer(planned);
    bench.ticks(3);
    assertThat(bench.controller.mode()).isEqualTo(Mode.STAND);
    assertThat(planned.buffer().end()).isEqualTo(EpisodeBuffer.STOPPED);
    assertThat(bench.controller.idle()).isTrue();
  }

  @Test
  void anAttendedRolloutWithoutAnOperatorDoesNotStart() {
    bench.ticks(5);
    PreparedRollout walk = attended("w");
    bench.controller.offer(walk);
    bench.ticks(5);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    assertThat(walk.buffer().end()).isEqualTo(EpisodeBuffer.STOPPED);
  }

  @Test
  void aRobotOnItsSideFoldsItsLegsAndStandsUpOnceItIsUpright() {
    bench.robot.rollRad = 1.4;
    bench.ticks(5);
    PreparedRollout rollout = Bench.random("e", 5);
    bench.controller.offer(rollout);
    bench.tickUntil(Mode.RECOVER);
    bench.ticks(2);
    assertThat(bench.robot.command.kp).containsOnly(0);
    assertThat(bench.robot.command.kd).doesNotContain(0);
    bench.ticks(Bench.ticksOf(RECOVER.restS() + RECOVER.foldS()));
    for (int i = 0; i < Bench.CONFIG.jointCount(); i++) {
      assertThat(bench.robot.command.position[i])
          .isCloseTo(Bench.CONFIG.joints().get(i).crouchRad(), within(1e-3));
    }
    assertThat(bench.robot.command.kp).doesNotContain(0);
    bench.robot.rollRad = 0.1; // folded, it has rolled onto its belly
    bench.tickUntil(Mode.STAND_UP);
    bench.tickUntil(Mode.RUN);
    while (!bench.controller.idle()) {
      bench.tick();
    }
    assertThat(rollout.episode().end()).isEqualTo("horizon");
  }

  @Test
  void aJointThatLagsBehindIsNotAskedToJumpWhenTheFoldedRobotRises() {
    double lagRad = 0.1;
    bench.robot.spoilJoints = state -> state.position[5] += lagRad;
    bench.robot.rollRad = 1.4;
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 5));
    bench.tickUntil(Mode.RECOVER);
    bench.ticks(Bench.ticksOf(RECOVER.restS() + RECOVER.foldS()));
    bench.robot.rollRad = 0.1;
    double step = Bench.CONFIG.control().targetRateRadS() / Bench.CONFIG.control().tickRateHz();
    double before = bench.robot.command.position[5];
    bench.tickUntil(Mode.STAND_UP);
    for (int i = 0; i < 3; i++) {
      bench.tick();
      assertThat(bench.robot.command.position[5]).isCloseTo(before, within(step + 1e-12));
      before = bench.robot.command.position[5];
    }
  }

  @Test
  void aRobotThatStaysOnItsSideIsLetDownAndNeedsTheOperator() {
    bench.robot.rollRad = 1.4;
    bench.ticks(5);
    PreparedRollout rollout = Bench.random("e", 5);
    bench.controller.offer(rollout);
    bench.tickUntil(Mode.RECOVER);
    int ticks = bench.tickUntil(Mode.DAMPING);
    assertThat(ticks).isCloseTo(Bench.ticksOf(2 * RECOVER.restS() + RECOVER.foldS()), within(2));
    assertThat(rollout.episode().end()).isEqualTo("recovery failed");
    bench.robot.rollRad = 0;
    bench.ticks(Bench.ticksOf(3));
    assertThat(bench.controller.failsafe()).isEqualTo(Condition.RECOVERY_FAILED);
    bench.controller.clear();
    bench.ticks(2);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
  }

  @Test
  void aRobotThatIsStillMovingIsDampedOnButNotForEver() {
    bench.running(Bench.random("e", 5));
    bench.robot.spoilJoints = state -> state.velocity[4] = RECOVER.stillRadS() + 0.1;
    bench.tickUntil(Mode.DAMPING);
    int ticks = bench.tickUntil(Mode.OFF);
    double longest = Controller.MAX_DESCENTS * STAND_UP.dampingS();
    assertThat(ticks).isCloseTo(Bench.ticksOf(longest), within(2));
  }

  private void stoodUp() {
    bench.robot.hands(HOLD);
    bench.ticks(5);
    bench.robot.hands(HOLD, BUTTONS.standButton());
    bench.ticks(2);
    bench.robot.hands(HOLD);
    bench.tickUntil(Mode.STAND);
  }

  private static PreparedRollout attended(String id) {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    return new PreparedRollout(
        Purpose.ATTENDED,
        Bench.CONFIG,
        Bench.TASK,
        Bench.RUN,
        0,
        new RolloutPlan.Rollout(id, snapshot.version(), Exploration.DETERMINISTIC, 1, 100),
        snapshot,
        new byte[32]);
  }
}
