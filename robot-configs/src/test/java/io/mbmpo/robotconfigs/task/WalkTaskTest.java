package io.mbmpo.robotconfigs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.Robots;
import io.mbmpo.robotconfigs.TaskConfig;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WalkTaskTest {
  private static final RobotConfig GO1 = Robots.go1();
  private static final TaskConfig W = GO1.task();
  private static final ObservationLayout LAYOUT = new ObservationLayout(12);

  private final WalkTask task = new WalkTask(GO1);
  private final TaskEvaluator evaluator = new TaskEvaluator(task);

  private float[] standing() {
    return task.observationCenter();
  }

  private double reward(float[] s, float[] next) {
    return evaluator.reward(s, 0, new float[12], 0, next, 0);
  }

  private double lostBy(int column, double change) {
    float[] next = standing();
    next[column] += (float) change;
    return W.aliveBonus() - reward(standing(), next);
  }

  @Test
  void sizesAndHorizonFollowTheConfig() {
    assertThat(task.observationSize()).isEqualTo(13 + 3 * 12);
    assertThat(task.actionSize()).isEqualTo(12);
    assertThat(task.horizon()).isEqualTo(200);
    assertThat(task.observationCenter()).hasSize(49);
    assertThat(task.observationScale()).hasSize(49);
    for (float scale : task.observationScale()) {
      assertThat(scale).isPositive();
    }
  }

  @Test
  void standingStillEarnsTheAliveBonusOnly() {
    assertThat(reward(standing(), standing())).isCloseTo(W.aliveBonus(), within(1e-6));
  }

  @Test
  void forwardSpeedIsPaidUpToTheCapAndBackwardSpeedCostsUpToOneMetreASecond() {
    int vx = ObservationLayout.LINEAR_VELOCITY;
    assertThat(-lostBy(vx, 0.5)).isCloseTo(0.5 * W.forwardWeight(), within(1e-6));
    assertThat(-lostBy(vx, 9)).isCloseTo(W.speedCapMS() * W.forwardWeight(), within(1e-6));
    assertThat(lostBy(vx, -9)).isCloseTo(W.forwardWeight(), within(1e-6));
  }

  @Test
  void eachDeviationCostsItsWeightTimesItsSquare() {
    assertThat(lostBy(ObservationLayout.LINEAR_VELOCITY + 1, 0.3))
        .isCloseTo(0.09 * W.lateralWeight(), within(1e-6));
    assertThat(lostBy(ObservationLayout.LATERAL_OFFSET, -0.4))
        .isCloseTo(0.16 * W.offsetWeight(), within(1e-6));
    assertThat(lostBy(ObservationLayout.ANGULAR_VELOCITY + 2, 2))
        .isCloseTo(4 * W.yawRateWeight(), within(1e-6));
    assertThat(lostBy(ObservationLayout.GRAVITY, 0.2))
        .isCloseTo(0.04 * W.tiltWeight(), within(1e-6));
    assertThat(lostBy(ObservationLayout.GRAVITY + 1, 0.2))
        .isCloseTo(0.04 * W.tiltWeight(), within(1e-6));
    assertThat(lostBy(LAYOUT.jointTargets() + 11, 0.2))
        .isCloseTo(0.04 * W.actionRateWeight(), within(1e-6));
    assertThat(lostBy(LAYOUT.jointVelocities(), 2)).isCloseTo(0, within(1e-6));
  }

  @Test
  void speedIsMeasuredInTheStartFrame() {
    double psi = 0.7;
    float[] next = standing();
    next[ObservationLayout.SIN_HEADING] = (float) Math.sin(psi);
    next[ObservationLayout.COS_HEADING] = (float) Math.cos(psi);
    // Moves with 0.8 m/s along the start line while the trunk points psi to the left of it.
    next[ObservationLayout.LINEAR_VELOCITY] = (float) (0.8 * Math.cos(psi));
    next[ObservationLayout.LINEAR_VELOCITY + 1] = (float) (-0.8 * Math.sin(psi));
    assertThat(reward(standing(), next))
        .isCloseTo(
            0.8 * W.forwardWeight() + W.aliveBonus() - W.headingWeight() * (1 - Math.cos(psi)),
            within(1e-5));
  }

  @Test
  void anImpossibleHeadingIsWorthNoMoreThanARealOne() {
    float[] next = standing();
    next[ObservationLayout.COS_HEADING] = 5;
    next[ObservationLayout.LINEAR_VELOCITY] = 0.5f;
    assertThat(reward(standing(), next))
        .isCloseTo(0.5 * W.forwardWeight() + W.aliveBonus(), within(1e-6));
  }

  @Test
  void targetsThatStayPutCostNothingWhereverTheyAre() {
    float[] s = standing();
    s[LAYOUT.jointTargets() + 3] = 0.3f;
    assertThat(reward(s, s.clone())).isCloseTo(W.aliveBonus(), within(1e-6));
  }

  @Test
  void tiltEndsAnEpisodeExactlyAtItsThresholdInEveryDirection() {
    for (double direction = 0; direction < 6.3; direction += 0.5) {
      assertThat(evaluator.terminated(tilted(W.terminationTiltRad() - 1e-3, direction), 0))
          .isFalse();
      assertThat(evaluator.terminated(tilted(W.terminationTiltRad() + 1e-3, direction), 0))
          .isTrue();
    }
    assertThat(evaluator.terminated(tilted(Math.PI, 0), 0)).isTrue();
  }

  private float[] tilted(double tilt, double direction) {
    float[] next = standing();
    next[0] = (float) (Math.sin(tilt) * Math.cos(direction));
    next[1] = (float) (Math.sin(tilt) * Math.sin(direction));
    next[2] = (float) -Math.cos(tilt);
    return next;
  }

  @Test
  void aTrunkTooLowEndsAnEpisodeAndCostsTheFallInsteadOfTheBonus() {
    float[] next = standing();
    next[ObservationLayout.HEIGHT] = (float) W.terminationHeightM() - 1e-4f;
    assertThat(evaluator.terminated(next, 0)).isTrue();
    assertThat(reward(standing(), next)).isCloseTo(-W.fallCost(), within(1e-6));
    next[ObservationLayout.HEIGHT] = (float) W.terminationHeightM() + 1e-4f;
    assertThat(evaluator.terminated(next, 0)).isFalse();
  }

  @Test
  void aNotFiniteValueInAnyColumnEndsAnEpisode() {
    for (int column = 0; column < 49; column++) {
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        float[] next = standing();
        next[column] = bad;
        assertThat(evaluator.terminated(next, 0)).as("column %d is %s", column, bad).isTrue();
      }
    }
  }

  @Test
  void transitionsInsideALargeArrayAreEvaluatedWhereTheyLie() {
    Random random = new Random(3);
    float[] observations = new float[5 * 49];
    for (int t = 0; t < 5; t++) {
      System.arraycopy(standing(), 0, observations, t * 49, 49);
      for (int i = 0; i < 49; i++) {
        observations[t * 49 + i] += 0.05f * (float) random.nextGaussian();
      }
    }
    float[] s = java.util.Arrays.copyOfRange(observations, 2 * 49, 3 * 49);
    float[] next = java.util.Arrays.copyOfRange(observations, 3 * 49, 4 * 49);
    float inPlace = evaluator.reward(observations, 2 * 49, new float[60], 24, observations, 3 * 49);
    assertThat((double) inPlace).isEqualTo(reward(s, next));
  }

  @Test
  void evaluationAllocatesNothingOnceWarm() {
    evaluator.warmUp();
    float[] s = standing();
    float[] a = new float[12];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 2; round++) { // the first round loads classes of the measurement
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        evaluator.reward(s, 0, a, 0, s, 0);
        evaluator.terminated(s, 0);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
