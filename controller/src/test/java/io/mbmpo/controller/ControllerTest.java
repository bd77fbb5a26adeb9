package io.mbmpo.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.controller.policy.MlpPolicy;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Exploration;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.robotconfigs.task.ObservationLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControllerTest {
  private final Bench bench = new Bench();

  @Test
  void anEpisodeGoesThroughEveryModeInOrderAndForAsLongAsConfigured() {
    PreparedRollout rollout = Bench.random("e", 10);
    List<Mode> modes = new ArrayList<>();
    List<Integer> ticks = new ArrayList<>();
    bench.ticks(5);
    assertThat(bench.controller.offer(rollout)).isTrue();
    do {
      bench.tick();
      Mode mode = bench.controller.mode();
      if (modes.isEmpty() || modes.get(modes.size() - 1) != mode) {
        modes.add(mode);
        ticks.add(0);
      }
      ticks.set(ticks.size() - 1, ticks.get(ticks.size() - 1) + 1);
    } while (!bench.controller.idle());

    assertThat(modes).containsExactly(Mode.STAND_UP, Mode.STAND, Mode.RUN, Mode.DAMPING, Mode.OFF);
    double upS = Bench.CONFIG.standUp().crouchS() + Bench.CONFIG.standUp().riseS();
    assertThat(ticks.get(0)).isCloseTo(Bench.ticksOf(upS), within(1));
    assertThat(ticks.get(1)).isCloseTo(Bench.ticksOf(Bench.CONFIG.standUp().settleS()), within(1));
    assertThat(ticks.get(2)).isEqualTo(10 * Bench.CONFIG.control().ticksPerPolicyStep());
    assertThat(ticks.get(3)).isCloseTo(Bench.ticksOf(Bench.CONFIG.standUp().dampingS()), within(1));
    assertThat(bench.controller.takeFinished()).isSameAs(rollout);
    assertThat(bench.controller.takeFinished()).isNull();
  }

  @Test
  void anEpisodeAtItsHorizonHasOneObservationMoreThanActions() {
    Episode episode = run(Bench.random("e", 10));
    assertThat(episode.length()).isEqualTo(10);
    assertThat(episode.observations()).hasSize(11 * episode.observationSize());
    assertThat(episode.end()).isEqualTo("horizon");
    assertThat(episode.terminated()).isFalse();
    assertThat(episode.configHash()).isEqualTo(Bench.CONFIG.hash());
    assertThat(episode.policyPeriodS()).isEqualTo(0.04);
    assertThat(bench.controller.robotTimeS()).isCloseTo(0.4, within(0.003));
  }

  @Test
  void theObservedTargetsAreTheFilterAppliedToTheRecordedActions() {
    Episode episode = run(Bench.random("e", 20));
    ObservationLayout layout = new ObservationLayout(Bench.CONFIG.jointCount());
    double f = Bench.CONFIG.control().actionFilter();
    for (int joint = 0; joint < layout.joints(); joint++) {
      double scale = Bench.CONFIG.joints().get(joint).actionScaleRad();
      double filtered = 0;
      for (int t = 0; t <= episode.length(); t++) {
        float observed = episode.observations()[t * layout.size() + layout.jointTargets() + joint];
        assertThat((double) observed).isCloseTo(filtered, within(1e-6));
        if (t < episode.length()) {
          float action = episode.actions()[t * layout.joints() + joint];
          filtered = (1 - f) * filtered + f * scale * Math.max(-1, Math.min(1, (double) action));
        }
      }
    }
    float largest = 0;
    for (float action : episode.actions()) {
      largest = Math.max(largest, Math.abs(action));
    }
    assertThat(largest).isGreaterThan(1); // recorded as drawn
  }

  @Test
  void aFallSeenByTheTaskEndsTheEpisodeAsDataAndTheRobotDamps() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.ticks(Bench.ticksOf(0.4));
    bench.robot.rollRad = 0.95; // past the task's 0.9, short of the failsafe's 1.0
    bench.tickUntil(Mode.DAMPING);
    Episode episode = rollout.episode();
    assertThat(episode.terminated()).isTrue();
    assertThat(episode.end()).isEqualTo("fall");
    assertThat(episode.length()).isBetween(10, 11);
    assertThat(bench.controller.failsafe()).isNull();
    bench.robot.rollRad = 0;
    bench.tickUntil(Mode.OFF);
    bench.ticks(2);
    assertThat(bench.controller.takeFinished()).isSameAs(rollout);
    bench.running(Bench.random("next", 5)); // nothing is latched
  }

  @ParameterizedTest
  @EnumSource(Exploration.class)
  void aRehearsalBeforeSomeTicksChangesNothing(Exploration exploration) {
    boolean random = exploration == Exploration.RANDOM;
    long version = random ? 0 : Bench.version(1, 0);
    Rollout plan = new Rollout("e", version, exploration, 7, 40);
    Episode plain = run(Bench.prepare(plan, random ? null : Bench.snapshot(version)));

    Bench warmed = new Bench();
    PreparedRollout rollout = Bench.prepare(plan, random ? null : Bench.snapshot(version));
    warmed.controller.offer(rollout);
    SplittableRandom chance = new SplittableRandom(3);
    while (!warmed.controller.idle()) {
      for (int times = chance.nextInt(3); times > 0; times--) {
        warmed.controller.warm();
      }
      warmed.tick();
    }
    assertThat(rollout.episode().observations()).isEqualTo(plain.observations());
    assertThat(rollout.episode().actions()).isEqualTo(plain.actions());
  }

  @Test
  void theSameSeedGivesTheSameEpisodeAndAnotherSeedAnother() {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    Episode first = run(Bench.gaussian("e", 25, snapshot));
    Bench again = new Bench();
    Episode second = run(again, Bench.gaussian("e", 25, snapshot));
    assertThat(second.observations()).isEqualTo(first.observations());
    assertThat(second.actions()).isEqualTo(first.actions());
    Episode other =
        run(
            new Bench(),
            Bench.prepare(
                new RolloutPlan.Rollout(
                    "e", snapshot.version(), RolloutPlan.Exploration.GAUSSIAN, 8, 25),
                snapshot));
    assertThat(other.actions()).isNotEqualTo(first.actions());
  }

  @Test
  void aDeterministicRolloutRecordsThePolicysMean() {
    PolicySnapshot snapshot = Bench.snapshot(Bench.version(1, 0));
    RolloutPlan.Rollout rollout =
        new RolloutPlan.Rollout(
            "e", snapshot.version(), RolloutPlan.Exploration.DETERMINISTIC, 7, 5);
    Episode episode = run(Bench.prepare(rollout, snapshot));
    float[] mean = new float[Bench.TASK.actionSize()];
    for (int t = 0; t < 5; t++) {
      new MlpPolicy(snapshot).mean(episode.observations(), t * episode.observationSize(), mean);
      assertThat(Arrays.copyOfRange(episode.actions(), t * 12, t * 12 + 12)).isEqualTo(mean);
    }
    assertThat(bench.controller.snapshotVersion()).isEqualTo(snapshot.version());
  }

  @Test
  void aStandUpThatDoesNotGetTheTrunkUpFailsInTimeWithoutTransitions() {
    bench.ticks(5);
    bench.robot.sinkM = 0.25;
    PreparedRollout rollout = Bench.random("e", 10);
    bench.controller.offer(rollout);
    bench.tickUntil(Mode.STAND_UP);
    int ticks = bench.tickUntil(Mode.DAMPING);
    double upS = Bench.CONFIG.standUp().crouchS() + Bench.CONFIG.standUp().riseS();
    assertThat(ticks).isCloseTo(Bench.ticksOf(upS + Controller.STAND_UP_GRACE_S), within(3));
    Episode episode = rollout.episode();
    assertThat(episode.end()).isEqualTo("stand-up failed");
    assertThat(episode.length()).isZero();
    assertThat(episode.observations()).hasSize(episode.observationSize());
    assertThat(rollout.buffer().ran()).isFalse();
  }

  @Test
  void aRolloutWithoutSensorsIsGivenUpAndTheRobotStaysLimp() {
    bench.robot.imuMuted = true;
    PreparedRollout rollout = Bench.random("e", 10);
    bench.controller.offer(rollout);
    int ticks = 0;
    while (!bench.controller.idle()) {
      bench.tick();
      ticks++;
    }
    assertThat(ticks).isCloseTo(Bench.ticksOf(Controller.START_TIMEOUT_S), within(4));
    assertThat(rollout.episode().end()).isEqualTo("IMU stale");
    assertThat(rollout.episode().observations()).containsOnly(0f);
    assertThat(bench.controller.mode()).isEqualTo(Mode.OFF);
    assertThat(bench.robot.command.kp).containsOnly(0);
    assertThat(bench.robot.command.kd).containsOnly(0);
  }

  @Test
  void standUpStartsFromWhereTheJointsAreAndMovesSmoothly() {
    bench.ticks(5);
    bench.controller.offer(Bench.random("e", 1));
    bench.tickUntil(Mode.STAND_UP);
    double[] before = null;
    double fastest = 0;
    while (bench.controller.mode() == Mode.STAND_UP) {
      bench.tick();
      double[] now = bench.robot.command.position.clone();
      for (int i = 0; before != null && i < now.length; i++) {
        fastest = Math.max(fastest, Math.abs(now[i] - before[i]) * 500);
      }
      before = now;
    }
    // half a cosine of 1.02 rad in 1 s peaks at π/2 · 1.02 rad/s
    assertThat(fastest).isBetween(1.5, 1.7);
  }

  @Test
  void onlyOneRolloutIsInHandAndAFinishedOneMustBeTakenFirst() {
    bench.ticks(5);
    PreparedRollout first = Bench.random("a", 1);
    assertThat(bench.controller.offer(first)).isTrue();
    assertThat(bench.controller.offer(Bench.random("b", 1))).isFalse();
    while (!bench.controller.idle()) {
      bench.tick();
    }
    assertThat(bench.controller.offer(Bench.random("c", 1))).isFalse();
    assertThat(bench.controller.takeFinished()).isSameAs(first);
    assertThat(bench.controller.offer(Bench.random("d", 1))).isTrue();
    assertThatThrownBy(() -> bench.controller.offer(first)).hasMessageContaining("already run");
  }

  @Test
  void stoppingCutsARolloutShortDampsAndEndsLimp() {
    PreparedRollout rollout = bench.running(Bench.random("e", 100));
    bench.controller.stop();
    bench.tick();
    assertThat(bench.controller.mode()).isEqualTo(Mode.DAMPING);
    assertThat(rollout.buffer().end()).isEqualTo("stopped");
    bench.tickUntil(Mode.OFF);
    bench.ticks(2);
    assertThat(bench.robot.command.kd).containsOnly(0);
    bench.controller.takeFinished();
    assertThat(bench.controller.offer(Bench.random("next", 1))).isFalse();
  }

  private Episode run(PreparedRollout rollout) {
    return run(bench, rollout);
  }

  private static Episode run(Bench bench, PreparedRollout rollout) {
    bench.running(rollout);
    while (!bench.controller.idle()) {
      bench.tick();
    }
    return rollout.episode();
  }
}
